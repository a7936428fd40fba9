using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Akka.Actor;
using Akka.Configuration;
using Akka.Discovery;
using Akka.Event;
using Chat.Node.Hosting;
using k8s;
using k8s.Authentication;
using k8s.Autorest;
using k8s.Models;
using K8sClient = k8s.Kubernetes;
using Logging = Akka.Event.Logging;

namespace Chat.Node.Discovery.Kubernetes;

/// <summary>
/// <c>kubernetes-api</c>: the running pods with the label <c>app={service name}</c>, asked of the API server. The same section and keys as the
/// official package's, and the same pods. What goes wrong is a failed look-up that says in one line why: whoever looks tells it, and tries again.
/// </summary>
public sealed class KubernetesApiServiceDiscovery : ServiceDiscovery, IDisposable
{
    private const string Section = "akka.discovery.kubernetes-api";
    private const int PageSize = 500;

    private readonly ILoggingAdapter _log;
    private readonly KubernetesSettings _settings;
    private readonly Lazy<K8sClient> _client;
    private string? _complained;

    /// <summary>As Akka.Discovery makes it.</summary>
    public KubernetesApiServiceDiscovery(ExtendedActorSystem system)
        : this(system, system.Settings.Config.GetConfig(Section))
    {
    }

    /// <summary>As Akka.Discovery makes it where several are configured.</summary>
    public KubernetesApiServiceDiscovery(ExtendedActorSystem system, Config config)
    {
        _log = Logging.GetLogger(system, typeof(KubernetesApiServiceDiscovery));
        _settings = KubernetesSettings.From(config.WithFallback(NodeHocon.Reference.GetConfig(Section)));
        _client = new Lazy<K8sClient>(Connect);
        system.RegisterOnTermination(Dispose);
    }

    public override async Task<Resolved> Lookup(Lookup lookup, TimeSpan resolveTimeout)
    {
        var selector = string.Format(_settings.LabelSelector, lookup.ServiceName);
        using var limit = new CancellationTokenSource(resolveTimeout);
        try
        {
            var space = _settings.Namespace;
            var pods = await ListAsync(space, selector, limit.Token);
            var portName = string.IsNullOrEmpty(lookup.PortName) ? null : lookup.PortName;
            List<ResolvedTarget> targets = [.. PodTargets.Of(pods, portName, space, _settings)];
            if (pods.Count == 0) Complain($"No pods in {Place(space)} with {selector}: is the label on the pods, and is it the right namespace?");
            else if (targets.Count == 0 && portName is not null) Complain($"None of {pods.Count} pods with {selector} runs and has a port named {portName}; ports: {PodTargets.PortNames(pods)}");
            else _complained = null;
            return new Resolved(lookup.ServiceName, targets);
        }
        catch (Exception e) when (e is not DiscoveryException)
        {
            throw new DiscoveryException(Explain(e, selector, resolveTimeout), e);
        }
    }

    public void Dispose()
    {
        if (_client.IsValueCreated) _client.Value.Dispose();
    }

    private async Task<List<V1Pod>> ListAsync(string space, string selector, CancellationToken cancellation)
    {
        var core = _client.Value.CoreV1;
        var pods = new List<V1Pod>();
        string? next = null;
        do
        {
            var page = _settings.AllNamespaces
                ? await core.ListPodForAllNamespacesAsync(labelSelector: selector, limit: PageSize, continueParameter: next, cancellationToken: cancellation)
                : await core.ListNamespacedPodAsync(space, labelSelector: selector, limit: PageSize, continueParameter: next, cancellationToken: cancellation);
            if (page?.Items is null) throw new DiscoveryException("The Kubernetes API server answered with something that is no list of pods");
            pods.AddRange(page.Items);
            next = page.Metadata?.ContinueProperty;
        }
        while (!string.IsNullOrEmpty(next));
        return pods;
    }

    private K8sClient Connect()
    {
        var host = Environment.GetEnvironmentVariable(_settings.HostVariable);
        var port = Environment.GetEnvironmentVariable(_settings.PortVariable);
        if (string.IsNullOrWhiteSpace(host) || string.IsNullOrWhiteSpace(port))
            throw new DiscoveryException($"{_settings.HostVariable} and {_settings.PortVariable} are not set: this is no pod of Kubernetes");
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(_settings.CaPath);
        var api = new KubernetesClientConfiguration
        {
            Host = $"https://{(host.Contains(':') ? $"[{host}]" : host)}:{port}",
            TokenProvider = new TokenFileAuth(_settings.TokenPath), // read again when it is renewed
            SslCaCerts = authorities,
        };
        return new K8sClient(api);
    }

    private string Explain(Exception failure, string selector, TimeSpan limit) => failure switch
    {
        HttpOperationException { Response.StatusCode: HttpStatusCode.Forbidden } =>
            $"The Kubernetes API server forbids to list pods in {Place(_settings.Namespace)}: the pod's service account needs a Role with get, list and watch on pods, and a RoleBinding (docs/bootstrap.md)",
        HttpOperationException { Response.StatusCode: HttpStatusCode.Unauthorized } =>
            $"The Kubernetes API server does not know the token in {_settings.TokenPath}",
        HttpOperationException { Response.StatusCode: HttpStatusCode.Gone } => "The list of pods expired at the Kubernetes API server while it was read (410)",
        HttpOperationException other => $"The Kubernetes API server answered {(int)other.Response.StatusCode} to a list of pods with {selector}",
        OperationCanceledException => $"The Kubernetes API server did not answer within {limit.TotalSeconds:0.#} s",
        JsonException or NotSupportedException => "The Kubernetes API server answered with something that is no list of pods",
        _ => $"Pods cannot be listed: {failure.GetBaseException().Message.ReplaceLineEndings(" ")}",
    };

    /// <summary>The same trouble is told once, not with every look-up of a second.</summary>
    private void Complain(string line)
    {
        if (Interlocked.Exchange(ref _complained, line) != line) _log.Warning("Discovery: {0}", line);
    }

    private string Place(string space) => _settings.AllNamespaces ? "all namespaces" : $"namespace {space}";
}
