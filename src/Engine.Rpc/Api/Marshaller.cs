namespace Grpc.Core;

/// <summary>Writes a message to bytes and reads it back.</summary>
public class Marshaller<T>
{
    /// <summary>A marshaller over whole arrays. Simple, and a copy more than the other constructor's.</summary>
    /// <param name="serializer">Message to bytes.</param>
    /// <param name="deserializer">Bytes to message.</param>
    public Marshaller(Func<T, byte[]> serializer, Func<byte[], T> deserializer)
    {
        ArgumentNullException.ThrowIfNull(serializer);
        ArgumentNullException.ThrowIfNull(deserializer);
        Serializer = serializer;
        Deserializer = deserializer;
        ContextualSerializer = (value, context) => context.Complete(serializer(value));
        ContextualDeserializer = context => deserializer(context.PayloadAsNewBuffer());
    }

    /// <summary>A marshaller that writes into, and reads from, the memory of the transport.</summary>
    /// <param name="serializer">Writes a message to a context, and completes the context.</param>
    /// <param name="deserializer">Reads a message from a context.</param>
    public Marshaller(Action<T, SerializationContext> serializer, Func<DeserializationContext, T> deserializer)
    {
        ArgumentNullException.ThrowIfNull(serializer);
        ArgumentNullException.ThrowIfNull(deserializer);
        ContextualSerializer = serializer;
        ContextualDeserializer = deserializer;
        Serializer = _ => throw NotByArrays();
        Deserializer = _ => throw NotByArrays();
    }

    /// <summary>Message to bytes. Throws <see cref="NotImplementedException"/> on a contextual marshaller.</summary>
    public Func<T, byte[]> Serializer { get; }

    /// <summary>Bytes to message. Throws <see cref="NotImplementedException"/> on a contextual marshaller.</summary>
    public Func<byte[], T> Deserializer { get; }

    /// <summary>Writes a message to a context.</summary>
    public Action<T, SerializationContext> ContextualSerializer { get; }

    /// <summary>Reads a message from a context.</summary>
    public Func<DeserializationContext, T> ContextualDeserializer { get; }

    private static NotImplementedException NotByArrays() =>
        new("This marshaller was made of contextual functions; use ContextualSerializer and ContextualDeserializer.");
}
