using System.Security.Cryptography.X509Certificates;

namespace Engine.Rpc.Hosting;

/// <summary>How one side proves who it is, and whom it believes.</summary>
/// <param name="Certificate">Certificate with private key. Needed on a server; on a client for mutual TLS.</param>
/// <param name="Authorities">
/// Certificates of the authorities whose signatures are believed. On a server, not null means mutual TLS: a client must
/// show a certificate signed by one of them. On a client, null means the authorities of the operating system.
/// </param>
public sealed record RpcTls(X509Certificate2? Certificate, X509Certificate2Collection? Authorities);
