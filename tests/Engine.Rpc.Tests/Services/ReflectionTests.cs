using Engine.Rpc.Hosting;
using Engine.Rpc.Services;
using Engine.Rpc.Tests.Hosting;
using Engine.Rpc.Tests.Protos;
using Google.Protobuf.Reflection;
using Grpc.Reflection.V1;
using Xunit;
using Alpha = Grpc.Reflection.V1Alpha;

namespace Engine.Rpc.Tests.Services;

public sealed class ReflectionTests
{
    private static readonly ReflectionService Service = new(new ReflectionCatalog(
        Probe.Descriptor, Grpc.Health.V1.Health.Descriptor));

    private static FileDescriptorProto[] Files(ServerReflectionResponse response) =>
        [.. response.FileDescriptorResponse.FileDescriptorProto.Select(FileDescriptorProto.Parser.ParseFrom)];

    [Fact]
    public async Task A_client_that_knows_nothing_discovers_the_services_and_their_files()
    {
        await using var server = await HostedServer.StartAsync();
        using var channel = RpcChannels.Create(server.Address);
        using var call = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();

        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "*" });
        Assert.True(await Patience.Within(call.ResponseStream.MoveNext(CancellationToken.None)));
        var services = call.ResponseStream.Current.ListServicesResponse.Service.Select(s => s.Name).ToArray();
        await call.RequestStream.WriteAsync(
            new ServerReflectionRequest { FileContainingSymbol = "engine.rpc.tests.Probe" });
        Assert.True(await Patience.Within(call.ResponseStream.MoveNext(CancellationToken.None)));
        var files = Files(call.ResponseStream.Current);
        await call.RequestStream.CompleteAsync();

        Assert.Equal(
            ["engine.rpc.tests.Probe", "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection",
                "grpc.reflection.v1alpha.ServerReflection"],
            services);
        Assert.Contains(files[0].Service.Single().Method, m => m.Name == "Duplex" && m.ClientStreaming);
        Assert.False(await Patience.Within(call.ResponseStream.MoveNext(CancellationToken.None)));
    }

    [Fact]
    public async Task Tools_that_know_only_the_first_name_of_reflection_are_answered_the_same()
    {
        await using var server = await HostedServer.StartAsync();
        using var channel = RpcChannels.Create(server.Address);
        using var call = new Alpha.ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();

        await call.RequestStream.WriteAsync(
            new Alpha.ServerReflectionRequest { Host = "h", FileContainingSymbol = "grpc.health.v1.Health.Check" });
        Assert.True(await Patience.Within(call.ResponseStream.MoveNext(CancellationToken.None)));

        var response = call.ResponseStream.Current;
        Assert.Equal("h", response.ValidHost);
        Assert.Equal("grpc.health.v1.Health.Check", response.OriginalRequest.FileContainingSymbol);
        Assert.NotEmpty(response.FileDescriptorResponse.FileDescriptorProto);
    }

    [Theory]
    [InlineData("engine.rpc.tests.Probe")]
    [InlineData("engine.rpc.tests.Probe.Unary")]
    [InlineData("engine.rpc.tests.ProbeRequest")]
    [InlineData("engine.rpc.tests.ProbeRequest.payload")]
    [InlineData("grpc.health.v1.HealthCheckResponse.ServingStatus")]
    public void Every_kind_of_symbol_leads_to_its_file(string symbol)
    {
        var files = Files(Service.Answer(new ServerReflectionRequest { FileContainingSymbol = symbol }));
        var folderOrName = symbol.StartsWith("grpc.", StringComparison.Ordinal) ? "health/" : "Protos/probe";
        Assert.StartsWith(folderOrName, files[0].Name, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_is_answered_and_the_conversation_goes_on()
    {
        ServerReflectionRequest[] requests =
        [
            new() { FileByFilename = "none.proto" },
            new() { FileContainingSymbol = "no.Symbol" },
            new() { FileContainingExtension = new() { ContainingType = "no.Type", ExtensionNumber = 7 } },
            new() { AllExtensionNumbersOfType = "no.Type" },
        ];

        Assert.All(requests, request => Assert.Equal(5, Service.Answer(request).ErrorResponse.ErrorCode));
        Assert.Equal(3, Service.Answer(new ServerReflectionRequest()).ErrorResponse.ErrorCode);
    }

    [Fact]
    public void A_message_without_extensions_has_an_empty_list_of_them()
    {
        var request = new ServerReflectionRequest { AllExtensionNumbersOfType = "engine.rpc.tests.ProbeRequest" };
        var response = Service.Answer(request).AllExtensionNumbersResponse;
        Assert.Equal("engine.rpc.tests.ProbeRequest", response.BaseTypeName);
        Assert.Empty(response.ExtensionNumber);
    }
}
