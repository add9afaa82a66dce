using System.Text.Json;
using Engine.Grpc.Hosting;

namespace Engine.Grpc.Tests.Hosting;

/// <summary>What <c>endpoints.json</c> of a journal folder says, as enginectl reads it.</summary>
internal sealed record Endpoints(int Pid, string? Grpc, string? Http, string Mode, string Account, string EngineId)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly JsonSerializerOptions Names = new(JsonSerializerDefaults.Web);

    public static string PathIn(string journal) => Path.Combine(journal, EndpointsFile.Name);

    /// <summary>Waits for an engine to come up.</summary>
    public static async Task<Endpoints> OfAsync(string journal)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!File.Exists(PathIn(journal))) await Task.Delay(Poll, deadline.Token);
        return JsonSerializer.Deserialize<Endpoints>(await File.ReadAllTextAsync(PathIn(journal)), Names)!;
    }
}
