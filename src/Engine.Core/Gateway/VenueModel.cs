using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.Gateway;

/// <summary>API sketch; the machine follows in the next commit of this branch.</summary>
public sealed class VenueModel
{
    public VenueModel(StateRegistry registry, VenueOptions options) => throw new NotImplementedException();

    public VenueOptions Options => throw new NotImplementedException();

    /// <summary>Time the model has reached.</summary>
    public long NowNs => throw new NotImplementedException();

    public long MinimumLatencyNs => throw new NotImplementedException();

    public long BoundNs => throw new NotImplementedException();

    public void OnRecord(in EngineEvent record) => throw new NotImplementedException();

    public bool TryPeekResponse(out long dueTimeNs) => throw new NotImplementedException();

    public bool TryTakeResponse(long nowNs, ref EngineEvent response) => throw new NotImplementedException();
}
