using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Chat.EndToEnd.Tests.Harness;

namespace Chat.EndToEnd.Tests.Admin;

/// <summary>The command host with a certificate.</summary>
public sealed class CertificateTests
{
    [Fact]
    public async Task With_a_certificate_the_client_wants_to_know_whom_to_trust_and_then_all_is_encrypted()
    {
        using var folder = new TempFolder();
        var (pfx, pem) = (Path.Combine(folder.Path, "admin.pfx"), Path.Combine(folder.Path, "ca.pem"));
        using (var key = RSA.Create(2048))
        {
            var request = new CertificateRequest("CN=admin", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            var names = new SubjectAlternativeNameBuilder();
            names.AddIpAddress(IPAddress.Loopback);
            request.CertificateExtensions.Add(names.Build());
            using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
            await File.WriteAllBytesAsync(pfx, certificate.Export(X509ContentType.Pkcs12, "secret"));
            await File.WriteAllTextAsync(pem, certificate.ExportCertificatePem());
        }

        await using var node = await NodeProcess.StartAsync(
            Path.Combine(folder.Path, "data"), NodeDatabase.Sqlite, ("Admin__Certificate", pfx), ("Admin__CertificatePassword", "secret"));
        var trusted = await AdminRun.RunAsync([node.AdminAddress, "--ca", pem, "cluster", "show"]);
        Assert.True(trusted.Code == 0, trusted.Errors);
        Assert.Contains("Count: 1 nodes", trusted.Output, StringComparison.Ordinal);
        var stranger = await AdminRun.RunAsync([node.AdminAddress, "--tls", "cluster", "show"]);
        Assert.Equal(2, stranger.Code);
        Assert.StartsWith("pbm: No secure connection to", stranger.Errors, StringComparison.Ordinal);
        var plain = await AdminRun.RunAsync([node.AdminAddress, "cluster", "show"]);
        Assert.Equal(2, plain.Code);
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_read_stops_the_node_with_one_line()
    {
        using var folder = new TempFolder();
        await using var node = NodeProcess.Launch(folder.Path, NodeDatabase.Sqlite, ("Admin__Certificate", Path.Combine(folder.Path, "none.pfx")));
        Assert.NotEqual(0, await node.WaitForExitAsync());
        await Eventually.HoldsAsync(() => node.Output.Contains("Chat__Admin__Certificate: ", StringComparison.Ordinal), () => node.Output);
    }
}
