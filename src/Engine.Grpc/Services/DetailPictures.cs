using System.Diagnostics;
using Engine.Core.Events;
using Engine.Core.Replay;
using Grpc.Core;

namespace Engine.Grpc.Services;

/// <summary>
/// Orders and positions for callers. The follower takes a picture of them only while somebody asks; asking is a flag on
/// the board, and whoever asks waits without a thread.
/// </summary>
internal sealed class DetailPictures(StatusBoard board, ScopeNames names, EngineIdentity identity)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private Rendering? _latest;

    /// <summary>A picture that is at most <see cref="ControlLimits.DetailsAge"/> old.</summary>
    /// <exception cref="RpcException">The follower publishes none.</exception>
    public async Task<RenderedDetails> FreshAsync(bool withClosed, CancellationToken cancellation)
    {
        var asked = Stopwatch.GetTimestamp();
        while (true)
        {
            board.AskForDetails(withClosed);
            if (board.Details is { } picture && (picture.HasClosed || !withClosed) && IsFresh(picture))
                return Render(picture);
            if (Stopwatch.GetElapsedTime(asked) > ControlLimits.DetailsWait) throw NotPublished();
            await Task.Delay(Poll, cancellation).ConfigureAwait(false);
        }
    }

    // When the engine has stopped, its last picture stays true.
    private bool IsFresh(DetailPicture picture) =>
        Stopwatch.GetElapsedTime(picture.TakenTicks) <= ControlLimits.DetailsAge
        || (board.Status is { Phase: EnginePhase.Stopped } status && status.Sequence == picture.Sequence);

    // Once per picture: a thousand watchers find the same rendering, and those that come while it is made wait for it.
    private RenderedDetails Render(DetailPicture picture)
    {
        while (true)
        {
            var latest = Volatile.Read(ref _latest);
            if (latest is not null && latest.Picture.TakenTicks >= picture.TakenTicks
                && (latest.Picture.HasClosed || !picture.HasClosed))
            {
                return latest.Details.Value;
            }
            var next = new Rendering(
                picture, new Lazy<RenderedDetails>(() =>
                    new RenderedDetails(picture, board.Instruments, names, identity.EngineId)));
            if (Interlocked.CompareExchange(ref _latest, next, latest) == latest) return next.Details.Value;
        }
    }

    private static RpcException NotPublished() => new(new Status(StatusCode.Unavailable,
        "The engine has not published its orders: it is starting, its follower is far behind, or it is a backtest. Ask "
        + "again in a moment."));

    private sealed record Rendering(DetailPicture Picture, Lazy<RenderedDetails> Details);
}
