namespace Engine.Rpc.Tests.Server;

/// <summary>Marks something, so that a test can find the mark again.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class PlaceAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
