#!/usr/bin/env python3
"""Recomputes positions, profit, commissions and cash from an exported journal, without any code of the engine.

    enginectl journal export -j DIR --format csv --out journal.csv
    python3 recompute_portfolio.py journal.csv

Reads the kinds ConfigApplied (money paid in), InstrumentDefined, OrderRequested (whose order it was), Execution and
InputRefused; an export of all kinds, or of these alone, will do. Prints one JSON object; amounts are exact decimals in
text. Standard library only.

The rules it applies, and nothing else:
* an execution counts once, by its id, in the instrument that it names;
* every amount of money has eight decimals; a product is rounded once, half to even;
* average cost: a reduction takes cost out of the basis in proportion to the quantity closed, rounded half to even; a
  fill that crosses zero closes at its price what was held, and opens the rest with what remains of its value;
* cash moves by value and commission.

Exit code 0, or 1 with a reason if the export cannot be read or does not add up.
"""

import csv
import json
import sys
from fractions import Fraction

UNITS = 10 ** 8  # of money
DEFAULT_CASH = "100000"
DEFAULT_CURRENCY = "USD"
NOBODY = "(none)"  # As the engine calls the owner of an order that it does not know.


class Problem(Exception):
    """The export cannot be used; the text says where and why."""


def half_even(value):
    """A fraction of money, to the nearest 1/100,000,000, ties to the even one."""
    scaled = value * UNITS
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    twice = 2 * rest
    if twice > scaled.denominator or (twice == scaled.denominator and whole % 2 == 1):
        whole += 1
    return Fraction(whole, UNITS)


def decimal_text(value):
    """Exact decimal text of a fraction that has at most 18 decimals."""
    digits = 18
    scaled = value * 10 ** digits
    if scaled.denominator != 1:
        raise Problem("%s has no exact decimal form" % value)
    sign = "-" if scaled < 0 else ""
    whole, fraction = divmod(abs(scaled.numerator), 10 ** digits)
    tail = str(fraction).rjust(digits, "0").rstrip("0")
    return sign + str(whole) + ("." + tail if tail else "")


class Holding:
    """What is held of one instrument, by the account or by one strategy."""

    def __init__(self):
        self.quantity = Fraction(0)
        self.cost = Fraction(0)
        self.realized = Fraction(0)
        self.commissions = Fraction(0)

    def fill(self, signed, price, multiplier, commission):
        """Takes in one execution; returns what was paid for it, without commission."""
        value = half_even(signed * price * multiplier)
        after = self.quantity + signed
        if self.quantity * signed >= 0:
            self.cost += value
        elif self.quantity * after < 0:  # Through zero to the other side.
            closing = half_even(-self.quantity * price * multiplier)
            self.realized -= closing + self.cost
            self.cost = value - closing
        else:
            part = half_even(self.cost * abs(signed) / abs(self.quantity))
            self.realized -= value + part
            self.cost -= part
        self.quantity = after
        self.commissions += commission
        return value

    def to_json(self):
        return {
            "quantity": decimal_text(self.quantity),
            "costBasis": decimal_text(self.cost),
            "realizedProfit": decimal_text(self.realized),
            "commissions": decimal_text(self.commissions),
        }


class Ledger:
    """The account in one currency."""

    def __init__(self, paid_in=Fraction(0)):
        self.paid_in = paid_in
        self.cash = paid_in


class Portfolio:
    """Everything that the executions of a journal add up to."""

    def __init__(self):
        self.instruments = {}   # symbol -> (currency, multiplier)
        self.account = {}       # symbol -> Holding
        self.strategies = {}    # (strategy, symbol) -> Holding
        self.ledgers = {}       # currency -> Ledger
        self.orders = {}        # order id -> strategy
        self.seen = set()       # execution ids
        self.inputs = set()     # sequences of executions
        self.config = None
        self.config_text = []

    def define(self, row):
        definition = (row["currency"], Fraction(row["multiplier"]))
        known = self.instruments.setdefault(row["symbol"], definition)
        if known != definition:
            raise Problem("%s is defined twice, differently" % row["symbol"])

    def note_config(self, row):
        """The first configuration pays the starting cash in; later ones do not."""
        if self.config is not None:
            return
        if "Continuation" in row["flags"]:
            self.config_text.append(row["text"])
        elif self.config_text:
            self.close_config()
        else:
            self.config_text.append("")

    def close_config(self):
        if self.config is not None:
            return
        # Blanks at the end of a piece are lost in an export; no value of an account setting has any.
        lines = "".join(self.config_text).splitlines()
        self.config = dict(line.split("=", 1) for line in lines if "=" in line)
        currency = self.config.get("account.currency", DEFAULT_CURRENCY)
        self.ledgers[currency] = Ledger(Fraction(self.config.get("account.cash", DEFAULT_CASH)))

    def execute(self, row):
        self.close_config()
        if row["executionId"] in self.seen:
            return
        self.seen.add(row["executionId"])
        self.inputs.add(row["sequence"])
        symbol = row["symbol"]
        if symbol not in self.instruments:
            raise Problem("execution %s is in %r, which is not defined" % (row["executionId"], symbol))
        currency, multiplier = self.instruments[symbol]
        signed = Fraction(row["quantity"]) * {"Buy": 1, "Sell": -1}[row["side"]]
        price, commission = Fraction(row["price"]), Fraction(row["commission"])
        paid = self.account.setdefault(symbol, Holding()).fill(signed, price, multiplier, commission)
        owner = self.orders.get(row["orderId"], NOBODY)
        self.strategies.setdefault((owner, symbol), Holding()).fill(signed, price, multiplier, commission)
        ledger = self.ledgers.setdefault(currency, Ledger())
        ledger.cash -= paid + commission

    def refuse(self, row):
        """An execution of an order that the engine does not know counts all the same; any other refusal does not."""
        if row["causeSequence"] in self.inputs and row["code"] != "UnknownOrder":
            raise Problem("execution %s was refused with %s" % (row["causeSequence"], row["code"]))

    def check(self):
        """Per currency: cash + cost basis - realised profit + commissions is what was paid in, exactly."""
        for currency, ledger in self.ledgers.items():
            total = ledger.cash
            for symbol, holding in self.account.items():
                if self.instruments[symbol][0] == currency:
                    total += holding.cost - holding.realized + holding.commissions
            if total != ledger.paid_in:
                raise Problem("%s does not add up: %s was paid in, %s is there" % (currency, ledger.paid_in, total))

    def to_json(self):
        ledgers = {}
        for currency, ledger in sorted(self.ledgers.items()):
            held = [h for s, h in self.account.items() if self.instruments[s][0] == currency]
            ledgers[currency] = {
                "startingCash": decimal_text(ledger.paid_in),
                "cash": decimal_text(ledger.cash),
                "costBasis": decimal_text(sum((h.cost for h in held), Fraction(0))),
                "realizedProfit": decimal_text(sum((h.realized for h in held), Fraction(0))),
                "commissions": decimal_text(sum((h.commissions for h in held), Fraction(0))),
            }
        return {
            "executions": len(self.seen),
            "positions": {symbol: holding.to_json() for symbol, holding in sorted(self.account.items())},
            "strategies": [
                dict(strategy=strategy, symbol=symbol, **holding.to_json())
                for (strategy, symbol), holding in sorted(self.strategies.items())
            ],
            "account": ledgers,
        }


def recompute(rows):
    portfolio = Portfolio()
    for number, row in enumerate(rows, start=1):
        try:
            kind = row["kind"]
            if kind == "ConfigApplied":
                portfolio.note_config(row)
            elif kind == "InstrumentDefined":
                portfolio.define(row)
            elif kind == "OrderRequested":
                portfolio.orders[row["orderId"]] = row["strategy"]
            elif kind == "Execution":
                portfolio.execute(row)
            elif kind == "InputRefused":
                portfolio.refuse(row)
        except (KeyError, ValueError, ZeroDivisionError) as error:
            raise Problem("record %d: %s: %s" % (number, type(error).__name__, error)) from error
    portfolio.close_config()
    portfolio.check()
    return portfolio.to_json()


def main(arguments):
    if len(arguments) != 2:
        print("usage: recompute_portfolio.py EXPORT.csv", file=sys.stderr)
        return 1
    try:
        with open(arguments[1], newline="", encoding="utf-8") as export:
            print(json.dumps(recompute(csv.DictReader(export)), indent=2))
        return 0
    except (OSError, Problem) as error:
        print("recompute_portfolio.py: %s: %s" % (arguments[1], error), file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv))
