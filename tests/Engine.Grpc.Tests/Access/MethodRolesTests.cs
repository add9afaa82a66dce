using Engine.Core.Events;
using Engine.Grpc.Access;
using Engine.Grpc.Tests.Services;
using Engine.Testing;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Xunit;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Tests.Access;

/// <summary>The table of methods and roles, in the document, and as the server keeps it.</summary>
public sealed class MethodRolesTests
{
    private static readonly ServiceDescriptor[] Services =
    [
        Wire.Control.Descriptor, Wire.Status.Descriptor, Wire.Journal.Descriptor,
        global::Grpc.Health.V1.Health.Descriptor, global::Grpc.Reflection.V1.ServerReflection.Descriptor,
        global::Grpc.Reflection.V1Alpha.ServerReflection.Descriptor,
    ];

    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(bytes => bytes, bytes => bytes);

    private static readonly (OperatorRole Role, string? Token)[] Callers =
    [
        (OperatorRole.None, null), (OperatorRole.Viewer, TestTokens.Viewer),
        (OperatorRole.Emergency, TestTokens.Emergency), (OperatorRole.Operator, TestTokens.Operator),
        (OperatorRole.Admin, TestTokens.Admin),
    ];

    [Fact]
    public void The_table_names_every_method_of_every_service_and_no_other() =>
        Assert.Equal(
            Services.SelectMany(service => service.Methods)
                .Select(method => $"/{method.Service.FullName}/{method.Name}").Order(StringComparer.Ordinal),
            MethodRoles.Methods.Order(StringComparer.Ordinal));

    [Fact]
    public void The_document_shows_the_table_of_the_code() => Assert.Contains(
        MethodRoles.ToMarkdown(), File.ReadAllText(Repository.PathOf("docs", "CONTROL.md")), StringComparison.Ordinal);

    [Fact]
    public async Task Every_method_is_refused_to_every_role_that_may_not_call_it_and_to_no_other()
    {
        await using var bench = new ControlBench(token: TestTokens.Admin, settings: TestTokens.Settings);
        await bench.UntilTradingAsync();
        var called = 0;
        foreach (var method in Services.SelectMany(service => service.Methods))
        {
            var path = $"/{method.Service.FullName}/{method.Name}";
            foreach (var (role, token) in Callers)
            {
                var code = await CallAsync(bench.With(token), method);
                var expected = MethodRoles.IsAllowed(path, role) ? (StatusCode?)null
                    : role == OperatorRole.None ? StatusCode.Unauthenticated : StatusCode.PermissionDenied;
                var isRight = expected is null
                    ? code is not (StatusCode.Unauthenticated or StatusCode.PermissionDenied)
                    : code == expected;
                Assert.True(isRight, $"{path} as {role}: {code}, expected {expected?.ToString() ?? "let in"}");
                called++;
            }
        }
        Assert.True(called == 5 * MethodRoles.Methods.Count(), $"only {called} cells");
    }

    [Fact]
    public async Task A_method_that_does_not_exist_is_not_answered()
    {
        await using var bench = new ControlBench();
        var method = new Method<byte[], byte[]>(MethodType.Unary, "engine.v1.Control", "New", Bytes, Bytes);
        using var call = bench.Invoker.AsyncUnaryCall(method, null, Soon, []);
        Assert.Equal(
            StatusCode.Unimplemented, (await Assert.ThrowsAsync<RpcException>(async () => await call)).StatusCode);
    }

    private static CallOptions Soon => new(deadline: DateTime.UtcNow.AddSeconds(20));

    // An empty request: let in, most methods find something wrong with it.
    private static async Task<StatusCode> CallAsync(CallInvoker invoker, MethodDescriptor descriptor)
    {
        try
        {
            if (descriptor.IsClientStreaming)
            {
                using var duplex =
                    invoker.AsyncDuplexStreamingCall(Of(descriptor, MethodType.DuplexStreaming), null, Soon);
                await duplex.RequestStream.CompleteAsync();
                await duplex.ResponseStream.MoveNext();
            }
            else if (descriptor.IsServerStreaming)
            {
                using var stream =
                    invoker.AsyncServerStreamingCall(Of(descriptor, MethodType.ServerStreaming), null, Soon, []);
                await stream.ResponseStream.MoveNext();
            }
            else
            {
                using var call = invoker.AsyncUnaryCall(Of(descriptor, MethodType.Unary), null, Soon, []);
                await call;
            }
            return StatusCode.OK;
        }
        catch (RpcException exception)
        {
            return exception.StatusCode;
        }
    }

    private static Method<byte[], byte[]> Of(MethodDescriptor descriptor, MethodType type) =>
        new(type, descriptor.Service.FullName, descriptor.Name, Bytes, Bytes);
}
