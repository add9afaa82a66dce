using System.Diagnostics;
using System.Globalization;

namespace ControlCli.Output;

/// <summary>
/// Says how far long work has come, on the error stream and only if that is a terminal: nothing for the first two
/// seconds, then one line that is rewritten, gone when the work is done.
/// </summary>
/// <param name="total">0 if it is not known.</param>
internal sealed class ProgressLine(CliConsole console, string work, long total, string unit) : IDisposable
{
    private const long QuietMs = 2_000;
    private const long IntervalMs = 200;

    private readonly Stopwatch _sinceStart = Stopwatch.StartNew();
    private long _nextMs = QuietMs;
    private bool _isShown;

    public void Report(long done)
    {
        if (!console.IsErrorTerminal || _sinceStart.ElapsedMilliseconds < _nextMs) return;

        _nextMs = _sinceStart.ElapsedMilliseconds + IntervalMs;
        _isShown = true;
        var rate = done / _sinceStart.Elapsed.TotalSeconds;
        var text = total > 0
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{work}: {done} of {total} {unit} ({100.0 * done / total:F0} %), {rate:F0}/s")
            : string.Create(CultureInfo.InvariantCulture, $"{work}: {done} {unit}, {rate:F0}/s");
        console.Error.Write("\r" + text + "\e[K");
    }

    public void Dispose()
    {
        if (_isShown) console.Error.Write("\r\e[K");
    }
}
