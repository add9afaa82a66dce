using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Engine.Rpc.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Engine.Rpc.Tests.Server;

public sealed class PeerTests
{
    [Theory]
    [InlineData("10.1.2.3", "ipv4:10.1.2.3:99")]
    [InlineData("::ffff:10.1.2.3", "ipv4:10.1.2.3:99")]
    [InlineData("fe80::1", "ipv6:[fe80::1]:99")]
    public void An_address_is_written_as_gRPC_writes_it(string address, string peer)
    {
        var http = new DefaultHttpContext();
        (http.Connection.RemoteIpAddress, http.Connection.RemotePort) = (IPAddress.Parse(address), 99);

        Assert.Equal(peer, PeerAddress.Of(http));
    }

    [Fact]
    public void A_unix_socket_is_named_by_its_path_and_memory_has_no_address()
    {
        var http = new DefaultHttpContext();
        Assert.Equal("unknown", PeerAddress.Of(http));
        http.Features.Set<IConnectionEndPointFeature>(new UnixConnection());
        Assert.Equal("unix:/tmp/engine.sock", PeerAddress.Of(http));
    }

    [Theory]
    [InlineData(new[] { "a.org", "b.org" }, "x509_subject_alternative_name", new[] { "a.org", "b.org" })]
    [InlineData(new string[0], "x509_common_name", new[] { "operator" })]
    public void A_certificate_identifies_by_its_dns_names_or_else_by_its_common_name(
        string[] dnsNames, string property, string[] identity)
    {
        using X509Certificate2 certificate = Certificate(dnsNames);
        var http = new DefaultHttpContext();
        http.Connection.ClientCertificate = certificate;

        AuthContext context = PeerIdentity.Of(http);

        Assert.True(context.IsPeerAuthenticated);
        Assert.Equal(property, context.PeerIdentityPropertyName);
        Assert.Equal(identity, context.PeerIdentity.Select(p => p.Value));
        Assert.Equal("operator", Assert.Single(context.FindPropertiesByName("x509_common_name")).Value);
    }

    private static X509Certificate2 Certificate(string[] dnsNames)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=operator", key, HashAlgorithmName.SHA256);
        if (dnsNames.Length > 0)
        {
            var names = new SubjectAlternativeNameBuilder();
            Array.ForEach(dnsNames, names.AddDnsName);
            request.CertificateExtensions.Add(names.Build());
        }

        return request.CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddHours(1));
    }

    private sealed class UnixConnection : IConnectionEndPointFeature
    {
        public EndPoint? LocalEndPoint { get; set; } = new UnixDomainSocketEndPoint("/tmp/engine.sock");

        public EndPoint? RemoteEndPoint { get; set; }
    }
}
