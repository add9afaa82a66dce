namespace Engine.Grpc;

/// <summary>How the final summary is written to standard output.</summary>
internal enum OutputFormat
{
    /// <summary>Lines for people.</summary>
    Text,

    /// <summary>One JSON object with stable names; everything for people goes to standard error.</summary>
    Json,
}
