using Google.Protobuf;

namespace Engine.Grpc.Tests.Metrics;

/// <summary>
/// One push, read by field numbers of opentelemetry/proto/metrics/v1: ExportMetricsServiceRequest, ResourceMetrics,
/// ScopeMetrics, Metric, Gauge or Sum, NumberDataPoint.
/// </summary>
internal sealed record OtlpPushed(
    IReadOnlyDictionary<string, string> Resource, IReadOnlyList<string> Scopes, IReadOnlyList<OtlpPoint> Points)
{
    private const int Cumulative = 2;

    public static OtlpPushed Read(byte[] message)
    {
        var resource = new Dictionary<string, string>(StringComparer.Ordinal);
        var scopes = new List<string>();
        var points = new List<OtlpPoint>();
        foreach (var perResource in Messages(message, 1))
        {
            foreach (var attributes in Messages(perResource, 1)) AddAttributes(resource, attributes, 1);
            foreach (var perScope in Messages(perResource, 2))
            {
                scopes.AddRange(Messages(perScope, 1).Select(scope => Text(scope, 1)));
                foreach (var metric in Messages(perScope, 2)) AddPoints(points, metric);
            }
        }
        return new OtlpPushed(resource, scopes, points);
    }

    private static void AddPoints(List<OtlpPoint> points, byte[] metric)
    {
        foreach (var gauge in Messages(metric, 5)) Add(gauge, isCounter: false);
        foreach (var sum in Messages(metric, 7))
            Add(sum, isCounter: Number(sum, 2) == Cumulative && Number(sum, 3) == 1);

        void Add(byte[] data, bool isCounter)
        {
            foreach (var point in Messages(data, 1))
            {
                var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
                AddAttributes(attributes, point, 7);
                var value = Fields(point).Single(field => field.Number == 4).Bits;
                points.Add(new OtlpPoint(
                    Text(metric, 1), Text(metric, 3), isCounter, attributes,
                    BitConverter.UInt64BitsToDouble(value)));
            }
        }
    }

    private static void AddAttributes(Dictionary<string, string> attributes, byte[] message, int number)
    {
        foreach (var attribute in Messages(message, number))
            attributes.Add(Text(attribute, 1), Text(Messages(attribute, 2).Single(), 1));
    }

    private static string Text(byte[] message, int number) =>
        System.Text.Encoding.UTF8.GetString(Messages(message, number).SingleOrDefault() ?? []);

    private static long Number(byte[] message, int number) =>
        (long)Fields(message).SingleOrDefault(field => field.Number == number).Bits;

    private static IEnumerable<byte[]> Messages(byte[] message, int number) =>
        Fields(message).Where(field => field.Number == number).Select(field => field.Bytes!);

    private static IEnumerable<(int Number, byte[]? Bytes, ulong Bits)> Fields(byte[] message)
    {
        using var input = new CodedInputStream(message);
        uint tag;
        while ((tag = input.ReadTag()) != 0)
        {
            var number = WireFormat.GetTagFieldNumber(tag);
            yield return WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => (number, null, input.ReadUInt64()),
                WireFormat.WireType.Fixed64 => (number, null, input.ReadFixed64()),
                WireFormat.WireType.Fixed32 => (number, null, input.ReadFixed32()),
                WireFormat.WireType.LengthDelimited => (number, input.ReadBytes().ToByteArray(), 0UL),
                var other => throw new InvalidOperationException($"Field {number} is a {other}."),
            };
        }
    }
}
