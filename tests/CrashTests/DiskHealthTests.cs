using System.Net;
using System.Text.Json;
using CrashTests.Support;
using Xunit;
using Xunit.Abstractions;

namespace CrashTests;

/// <summary>What a probe sees while the disk of a running engine fills up.</summary>
public sealed class DiskHealthTests(ITestOutputHelper output)
{
    private const int Megabytes = 200;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    [TmpfsTheory]
    [InlineData(8, "Reducing")]
    [InlineData(3, "Halted")]
    public async Task An_engine_is_not_ready_as_soon_as_its_disk_is_nearly_full(int percentLeft, string permission)
    {
        var folder = TestFolder.Create();
        var journal = Path.Combine(folder.Root, "journal");
        using var disk = Tmpfs.TryMount(journal, Megabytes);
        using var engine = ChildProcess.EngineCommand(
            "run", "--demo", "--pace", "1", "--journal", journal, "--set", "control.http=0", "--set",
            "limits.segmentRecords=16384");
        using var http = new HttpClient();
        using var deadline = new CancellationTokenSource(Deadline);
        var ready = await ReadyAddressAsync(journal, deadline.Token);
        await UntilAsync(http, ready, HttpStatusCode.OK, deadline.Token);

        FillUp(journal, percentLeft);
        var since = DateTime.UtcNow;
        var failed = await UntilAsync(http, ready, HttpStatusCode.ServiceUnavailable, deadline.Token);
        output.WriteLine($"flipped {(DateTime.UtcNow - since).TotalMilliseconds:F0} ms after the disk was full");
        Assert.Contains("\"disk\"", failed, StringComparison.Ordinal);
        while (!failed.Contains(permission, StringComparison.Ordinal))
            failed = await UntilAsync(http, ready, HttpStatusCode.ServiceUnavailable, deadline.Token);

        engine.Signal(UnixSignal.Terminate);
        await engine.ExitAsync();
        disk!.Dispose();
        folder.Delete();
    }

    // Somebody else's file, on the same device.
    private static void FillUp(string folder, int percentLeft)
    {
        var drive = new DriveInfo(folder);
        var bytes = drive.AvailableFreeSpace - (drive.TotalSize * percentLeft / 100);
        var block = new byte[1 << 20];
        using var file = File.Create(Path.Combine(folder, "ballast.bin"));
        for (; bytes > 0; bytes -= block.Length) file.Write(block.AsSpan(0, (int)Math.Min(bytes, block.Length)));
    }

    private static async Task<string> ReadyAddressAsync(string journal, CancellationToken deadline)
    {
        var path = Path.Combine(journal, "endpoints.json");
        while (!File.Exists(path)) await Task.Delay(Poll, deadline);
        using var endpoints = JsonDocument.Parse(await File.ReadAllTextAsync(path, deadline));
        return $"http://{endpoints.RootElement.GetProperty("http").GetString()}/health/ready";
    }

    private static async Task<string> UntilAsync(
        HttpClient http, string address, HttpStatusCode code, CancellationToken deadline)
    {
        while (true)
        {
            using var response = await http.GetAsync(address, deadline);
            if (response.StatusCode == code) return await response.Content.ReadAsStringAsync(deadline);
            await Task.Delay(Poll, deadline);
        }
    }
}
