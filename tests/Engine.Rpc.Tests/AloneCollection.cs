using Xunit;

namespace Engine.Rpc.Tests;

/// <summary>Tests that measure the whole process, or disturb it: no others run at the same time.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;
