namespace Engine.Core.MarketData;

/// <summary>How far a source is.</summary>
/// <param name="RowsRead">Rows read so far, suppressed and skipped ones included.</param>
/// <param name="RowsSkipped">Malformed rows among them.</param>
/// <param name="BytesRead">Bytes of the file read so far; nanoseconds of event time for a generated source.</param>
/// <param name="BytesTotal">Bytes of the file; nanoseconds of event time for a generated source.</param>
public readonly record struct SourceProgress(long RowsRead, long RowsSkipped, long BytesRead, long BytesTotal);
