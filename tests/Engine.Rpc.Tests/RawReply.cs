using System.Buffers.Binary;
using System.Net;
using Engine.Rpc.Protocol;
using Engine.Rpc.Tests.Protos;
using Grpc.Core;

namespace Engine.Rpc.Tests;

/// <summary>An answer as it came: headers, messages, trailers.</summary>
internal sealed class RawReply
{
    public RawReply(HttpResponseMessage response, byte[] body)
    {
        HttpStatus = response.StatusCode;
        Headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(pair => pair.Key.ToLowerInvariant(), pair => string.Join(',', pair.Value));
        Trailers = response.TrailingHeaders
            .ToDictionary(pair => pair.Key.ToLowerInvariant(), pair => string.Join(',', pair.Value));
        Body = body;
    }

    public HttpStatusCode HttpStatus { get; }

    public Dictionary<string, string> Headers { get; }

    public Dictionary<string, string> Trailers { get; }

    public byte[] Body { get; }

    /// <summary>Whether everything came in the one HEADERS frame.</summary>
    public bool IsTrailersOnly => Headers.ContainsKey(GrpcHeaders.Status);

    public StatusCode Status => (StatusCode)int.Parse(Last(GrpcHeaders.Status) ?? "-1", null);

    public string Detail => PercentEncoding.Decode(Last(GrpcHeaders.Message) ?? "");

    /// <summary>Payloads of the messages as they came, with their flag.</summary>
    public IEnumerable<(bool IsCompressed, byte[] Bytes)> Frames
    {
        get
        {
            for (int at = 0; at < Body.Length;)
            {
                int length = BinaryPrimitives.ReadInt32BigEndian(Body.AsSpan(at + 1));
                yield return (Body[at] == 1, Body[(at + 5)..(at + 5 + length)]);
                at += 5 + length;
            }
        }
    }

    public IReadOnlyList<ProbeReply> Messages => [.. Frames.Select(frame => ProbeReply.Parser.ParseFrom(frame.Bytes))];

    private string? Last(string name) =>
        Trailers.TryGetValue(name, out string? value) || Headers.TryGetValue(name, out value) ? value : null;
}
