using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using LoadTest.Commands;

namespace LoadTest.Wire;

/// <summary>The peer as the measured process sees it.</summary>
internal sealed class WirePeerProcess : IDisposable
{
    private readonly Process _process;
    private readonly string _samples;

    public WirePeerProcess(string folder, bool isTcp, long rate, long quotes)
    {
        _samples = Path.Combine(folder, "samples");
        var (venue, market) = isTcp
            ? ("tcp:127.0.0.1:0", "tcp:127.0.0.1:0")
            : ("unix:" + Path.Combine(folder, "v.sock"), "unix:" + Path.Combine(folder, "m.sock"));
        _process = OwnProcess.Start(
        [
            WirePeer.Verb, "--venue", venue, "--market", market, "--samples", _samples,
            "--rate", rate.ToString(CultureInfo.InvariantCulture),
            "--quotes", quotes.ToString(CultureInfo.InvariantCulture),
        ]);
        var addresses = _process.StandardOutput.ReadLine()?.Split(' ')
            ?? throw new InvalidOperationException($"The peer ended with code {_process.ExitCode}.");
        (VenueAddress, MarketAddress) = (addresses[0], addresses[1]);
    }

    public string VenueAddress { get; }

    public string MarketAddress { get; }

    /// <summary>Waits until it has written what it took, which it does when its venue's line is over.</summary>
    /// <returns>From the time at which an answered quote was due to the time at which its order was there.</returns>
    public LatencyFigures Figures(long warmUpNs)
    {
        _process.WaitForExit();
        if (_process.ExitCode != 0)
            throw new InvalidOperationException($"The peer ended with code {_process.ExitCode}.");
        var numbers = MemoryMarshal.Cast<byte, long>(File.ReadAllBytes(_samples));
        var samples = new LatencySamples(numbers.Length / 2);
        for (var i = 0; i + 1 < numbers.Length; i += 2) samples.Add(numbers[i], numbers[i] + numbers[i + 1]);
        return samples.Figures(eventTimeNs => eventTimeNs, numbers.Length > 0 ? numbers[0] + warmUpNs : 0, 1);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
