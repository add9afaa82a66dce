namespace Engine.Grpc.Hosting;

/// <summary>Metadata of an endpoint that answers on <c>control.http</c>, and not on <c>control.grpc</c>.</summary>
internal sealed record OnHttpListener
{
    public static OnHttpListener Instance { get; } = new();
}
