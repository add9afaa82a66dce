using Engine.Grpc.Services;
using Grpc.Core;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Tails;

/// <summary>What one reader of the journal wants, and where it goes.</summary>
/// <param name="Limit">Events after which it ends; 0 for no end.</param>
/// <param name="Follow">It goes on as the journal grows, and does not end with what is durable.</param>
internal sealed record TailRequest(
    long FromSequence, long Limit, bool Follow, EventFilter Filter, Wire.EventContent Content,
    IServerStreamWriter<EncodedBatch> Stream);
