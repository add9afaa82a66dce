// The command line of all programs here: --name value or --name=value; true and false as words.
'use strict';

/** Values by name, over the defaults. A name that has no default is an error, so that typing mistakes show. */
function parseArguments(defaults) {
  const values = { ...defaults };
  const words = process.argv.slice(2);
  while (words.length > 0) {
    const word = words.shift();
    const match = /^--([a-z_]+)(?:=(.*))?$/s.exec(word);
    if (!match || !(match[1] in defaults))
      fail(`unknown argument ${word}; known: --${Object.keys(defaults).join(' --')}`);
    const [, name, joined] = match;
    const isSwitch = typeof defaults[name] === 'boolean';
    let text = joined;
    if (text === undefined && isSwitch) text = /^(true|false)$/.test(words[0] ?? '') ? words.shift() : 'true';
    if (text === undefined) text = words.shift() ?? fail(`--${name} needs a value`);
    values[name] = isSwitch ? text === 'true' : typeof defaults[name] === 'number' ? Number(text) : text;
  }
  return values;
}

function fail(reason) {
  console.error(reason);
  process.exit(64);
}

module.exports = { parseArguments };
