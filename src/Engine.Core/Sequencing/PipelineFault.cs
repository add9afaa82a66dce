namespace Engine.Core.Sequencing;

/// <summary>Which stage failed and how.</summary>
public sealed record PipelineFault(string Stage, Exception Exception);
