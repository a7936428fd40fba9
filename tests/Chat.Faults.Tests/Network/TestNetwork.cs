using System.Net.NetworkInformation;
using System.Net.Sockets;
using Chat.Faults.Tests.Processes;

namespace Chat.Faults.Tests.Network;

/// <summary>
/// A namespace for each node and one, the hub, for the balancer and the database, joined by a bridge in the hub; the tests themselves stay outside
/// and have a link to it. Names hold the process id of the tests, so that what a killed run has left is found and removed by the next one.
/// </summary>
internal sealed class TestNetwork : IAsyncDisposable
{
    private const string Prefix = "chatf-";

    private readonly string _subnet;
    private readonly string _link = $"cf{Environment.ProcessId}";
    private readonly int _nodes;

    private TestNetwork(string subnet, int nodes) => (_subnet, _nodes) = (subnet, nodes);

    public string Hub { get; } = $"{Prefix}{Environment.ProcessId}-hub";

    public string HubAddress => $"{_subnet}.1";

    /// <param name="number">From 1.</param>
    public static string Namespace(int number) => $"{Prefix}{Environment.ProcessId}-n{number}";

    public string AddressOf(int number) => $"{_subnet}.{10 + number}";

    /// <summary>Why there can be no such network here; null where it can.</summary>
    public static string? WhyNot()
    {
        if (!OperatingSystem.IsLinux()) return "network namespaces are Linux's";
        if (Environment.UserName != "root") return "network namespaces are made by root only";
        return IsInstalled("ip") ? null : "no ip: install iproute2";
    }

    public static bool IsInstalled(string program) => (Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/sbin")
        .Split(':', StringSplitOptions.RemoveEmptyEntries).Any(folder => File.Exists(Path.Combine(folder, program)));

    public static async Task<TestNetwork> CreateAsync(int nodes)
    {
        await RemoveLeftoversAsync();
        var network = new TestNetwork(FreeSubnet(), nodes);
        try
        {
            await network.BuildAsync();
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// From now on what one node sends to the other vanishes on the way: its neighbour table names a hardware address that nobody has. A blackhole
    /// route would be told to the sender, whose connects then fail at once; here they time out and established connections stall, as on a broken path.
    /// </summary>
    public Task CutAsync(int from, int to) =>
        SystemCommand.IpAsync("-n", Namespace(from), "neigh", "replace", AddressOf(to), "lladdr", "02:00:00:00:00:99", "dev", "eth0", "nud", "permanent");

    public Task MendAsync(int from, int to) => SystemCommand.IpAsync("-n", Namespace(from), "neigh", "del", AddressOf(to), "dev", "eth0");

    public async ValueTask DisposeAsync()
    {
        await SystemCommand.TryIpAsync("link", "del", _link);
        foreach (var name in Enumerable.Range(1, _nodes).Select(Namespace).Append(Hub))
            await SystemCommand.TryIpAsync("netns", "del", name);
    }

    private async Task BuildAsync()
    {
        await SystemCommand.IpAsync("netns", "add", Hub);
        await SystemCommand.IpAsync("-n", Hub, "link", "set", "lo", "up");
        await SystemCommand.IpAsync("-n", Hub, "link", "add", "br0", "type", "bridge");
        await SystemCommand.IpAsync("-n", Hub, "addr", "add", $"{HubAddress}/24", "dev", "br0");
        await SystemCommand.IpAsync("-n", Hub, "link", "set", "br0", "up");
        await SystemCommand.IpAsync("link", "add", _link, "type", "veth", "peer", "name", "tests", "netns", Hub);
        await SystemCommand.IpAsync("-n", Hub, "link", "set", "tests", "master", "br0", "up");
        await SystemCommand.IpAsync("addr", "add", $"{_subnet}.254/24", "dev", _link);
        await SystemCommand.IpAsync("link", "set", _link, "up");
        for (var number = 1; number <= _nodes; number++)
            await AddNodeAsync(number);
    }

    private async Task AddNodeAsync(int number)
    {
        var name = Namespace(number);
        await SystemCommand.IpAsync("netns", "add", name);
        await SystemCommand.IpAsync("-n", Hub, "link", "add", $"n{number}", "type", "veth", "peer", "name", "eth0", "netns", name);
        await SystemCommand.IpAsync("-n", Hub, "link", "set", $"n{number}", "master", "br0", "up");
        await SystemCommand.IpAsync("-n", name, "addr", "add", $"{AddressOf(number)}/24", "dev", "eth0");
        await SystemCommand.IpAsync("-n", name, "link", "set", "eth0", "up");
        await SystemCommand.IpAsync("-n", name, "link", "set", "lo", "up");
    }

    private static string FreeSubnet()
    {
        var taken = NetworkInterface.GetAllNetworkInterfaces().SelectMany(i => i.GetIPProperties().UnicastAddresses)
            .Where(a => a.Address.AddressFamily == AddressFamily.InterNetwork).Select(a => a.Address.ToString()).ToList();
        return Enumerable.Range(0, 250).Select(i => $"10.219.{(Environment.ProcessId + i) % 250}")
            .First(subnet => !taken.Exists(address => address.StartsWith(subnet + ".", StringComparison.Ordinal)));
    }

    private static async Task RemoveLeftoversAsync()
    {
        foreach (var line in (await SystemCommand.IpAsync("netns", "list")).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = line.Split(' ')[0];
            if (!name.StartsWith(Prefix, StringComparison.Ordinal) || !int.TryParse(name.Split('-')[1], out var owner)) continue;
            if (owner != Environment.ProcessId && Directory.Exists($"/proc/{owner}")) continue;
            foreach (var left in (await SystemCommand.IpAsync("netns", "pids", name)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                Signal.Kill.SendTo(int.Parse(left));
            await SystemCommand.TryIpAsync("netns", "del", name);
        }
    }
}
