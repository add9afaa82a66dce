using Engine.Core;
using Engine.Core.Events;
using Engine.Rpc.Services;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Engine.Grpc.Services;

/// <summary>
/// Keeps <c>grpc.health.v1</c> in step with the engine: serving while it is ready, and not any more from the moment a
/// stop begins.
/// </summary>
/// <param name="isReady">As the health checks have it; null asks for the phase alone.</param>
internal sealed class ReadinessPublisher(TradingEngine engine, HealthBoard board, Func<bool>? isReady)
    : BackgroundService
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    private static readonly string[] Names =
    [
        "", Rpc.Contracts.V1.Control.Descriptor.FullName, Rpc.Contracts.V1.Status.Descriptor.FullName,
        Rpc.Contracts.V1.Journal.Descriptor.FullName,
    ];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookInterval);
        do
        {
            var phase = engine.Vitals().Phase;
            foreach (var name in Names)
                board.Set(name, IsServing(phase) ? ServingStatus.Serving : ServingStatus.NotServing);
            if (phase is EnginePhase.Stopping or EnginePhase.Stopped) board.Stop();
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private bool IsServing(EnginePhase? phase) =>
        phase is not (EnginePhase.Stopping or EnginePhase.Stopped)
        && (isReady?.Invoke() ?? phase == EnginePhase.Running);
}
