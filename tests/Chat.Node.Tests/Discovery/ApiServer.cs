using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using k8s.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Chat.Node.Tests.Discovery;

/// <summary>
/// Stands in for Kubernetes' API server, as far as pods go: TLS with a certificate of its own authority, bearer tokens, roles, label
/// selectors, pages. Its files are laid out as they are mounted into a pod.
/// </summary>
internal sealed class ApiServer : IAsyncDisposable
{
    public const string Namespace = "messaging";
    private const string Token = "the-token-of-the-service-account";

    private readonly DirectoryInfo _mount = Directory.CreateTempSubdirectory("chat-api-server-");
    private WebApplication _app = null!;

    /// <summary>What the service account may do in its namespace.</summary>
    public List<V1PolicyRule> Rules { get; } = [new() { ApiGroups = [""], Resources = ["pods"], Verbs = ["get", "list", "watch"] }];

    public List<JsonObject> Pods { get; } = [];

    public int PageSize { get; set; } = 500;

    /// <summary>Instead of the list of pods.</summary>
    public Func<HttpContext, Task>? Trouble { get; set; }

    public List<string> Asked { get; } = [];

    public string CaPath => Path.Combine(_mount.FullName, "ca.crt");

    public string TokenPath => Path.Combine(_mount.FullName, "token");

    public string NamespacePath => Path.Combine(_mount.FullName, "namespace");

    public int Port => new Uri(_app.Urls.Single()).Port;

    public static async Task<ApiServer> StartAsync()
    {
        var server = new ApiServer();
        var certificate = server.Certify();
        File.WriteAllText(server.TokenPath, Token);
        File.WriteAllText(server.NamespacePath, Namespace);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listener => listener.UseHttps(certificate)));
        server._app = builder.Build();
        server._app.MapGet("/api/v1/namespaces/{space}/pods", (RequestDelegate)server.ListAsync);
        server._app.MapGet("/api/v1/pods", (RequestDelegate)server.ListAsync);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>A pod that runs, as the API tells it.</summary>
    public JsonObject Add(string ip, string app = "chat", params (string Name, int Port)[] ports)
    {
        var pod = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = $"{app}-{Pods.Count}", ["namespace"] = Namespace, ["labels"] = new JsonObject { ["app"] = app } },
            ["spec"] = new JsonObject
            {
                ["containers"] = new JsonArray(
                    new JsonObject { ["name"] = "sidecar" },
                    new JsonObject
                    {
                        ["name"] = "node",
                        ["ports"] = new JsonArray([.. ports.Select(port => new JsonObject { ["name"] = port.Name, ["containerPort"] = port.Port, ["protocol"] = "TCP" })]),
                    }),
            },
            ["status"] = new JsonObject
            {
                ["phase"] = "Running",
                ["podIP"] = ip,
                ["containerStatuses"] = new JsonArray(new JsonObject
                {
                    ["name"] = "node", ["image"] = "", ["imageID"] = "", ["ready"] = false, ["restartCount"] = 0,
                    ["state"] = new JsonObject { ["running"] = new JsonObject() },
                }),
            },
        };
        Pods.Add(pod);
        return pod;
    }

    public static Task AnswerAsync(HttpContext http, int code, string reason, string message)
    {
        http.Response.StatusCode = code;
        return http.Response.WriteAsJsonAsync(new JsonObject
        {
            ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Failure", ["message"] = message, ["reason"] = reason, ["code"] = code,
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _mount.Delete(recursive: true);
    }

    private Task ListAsync(HttpContext http)
    {
        lock (Asked) Asked.Add($"{http.Request.Path}{http.Request.QueryString}");
        if (http.Request.Headers.Authorization != $"Bearer {Token}") return AnswerAsync(http, 401, "Unauthorized", "Unauthorized");
        var space = http.Request.RouteValues["space"] as string;
        if (space != Namespace || !Rules.Any(rule => rule.ApiGroups.Contains("") && rule.Resources.Contains("pods") && rule.Verbs.Contains("list")))
            return AnswerAsync(http, 403, "Forbidden", "pods is forbidden: User \"system:serviceaccount:messaging:chat\" cannot list resource \"pods\"");
        if (Trouble is { } trouble) return trouble(http);
        var selector = http.Request.Query["labelSelector"].ToString().Split('=');
        var matching = Pods.Where(pod => (string?)pod["metadata"]!["labels"]![selector[0]] == selector[1]).ToList();
        var from = int.TryParse(http.Request.Query["continue"], out var position) ? position : 0;
        var size = Math.Min(PageSize, int.TryParse(http.Request.Query["limit"], out var limit) ? limit : int.MaxValue);
        var rest = matching.Count - from - size;
        return http.Response.WriteAsJsonAsync(new JsonObject
        {
            ["kind"] = "PodList", ["apiVersion"] = "v1",
            ["metadata"] = rest > 0 ? new JsonObject { ["resourceVersion"] = "7", ["continue"] = $"{from + size}", ["remainingItemCount"] = rest } : new JsonObject { ["resourceVersion"] = "7" },
            ["items"] = new JsonArray([.. matching.Skip(from).Take(size).Select(pod => pod.DeepClone())]),
        });
    }

    /// <summary>An authority, whose certificate is mounted, and what it has signed for this server.</summary>
    private X509Certificate2 Certify()
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var root = new CertificateRequest("CN=kubernetes", rootKey, HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        root.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        var (from, until) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var authority = root.CreateSelfSigned(from, until);
        File.WriteAllText(CaPath, authority.ExportCertificatePem());
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=kube-apiserver", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(authority, from, until, [1, 2, 3, 4]);
        using var withKey = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }
}
