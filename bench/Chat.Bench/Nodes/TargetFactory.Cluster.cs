using System.Net;
using System.Net.Sockets;
using Chat.Bench.Measurement;

namespace Chat.Bench.Nodes;

internal sealed partial class TargetFactory
{
    /// <summary>Nodes that form one cluster on one database, all of them started.</summary>
    public (Target Target, NodeProcess[] Nodes) StartCluster(int count)
    {
        var path = NodePath();
        var data = Directory.CreateDirectory(Path.Combine(_folder, $"cluster-{_started}")).FullName;
        var (owner, observer) = Postgres.CreateDatabase();
        var key = settings.SigningKey ?? NewKey();
        var ports = FreePorts(count * 3);
        var nodes = Enumerable.Range(0, count).Select(i => Member(i, path, data, key, owner, ports, count)).ToArray();
        try
        {
            foreach (var node in nodes) // the first is the seed
                node.Start();
        }
        catch
        {
            StopAll();
            throw;
        }

        var target = new Target(count == 1 ? "1 node" : $"{count} nodes", nodes[0].EndPoint, key)
        {
            EndPoints = [.. nodes.Select(node => node.EndPoint)],
            ServerPid = nodes[0].Pid,
            OtherPids = [.. nodes.Skip(1).Select(node => node.Pid)],
            ManagementPorts = [.. nodes.Select(node => node.ManagementPort)],
            DatabasePid = Postgres.Pid,
            Journal = new PostgresJournalGauge(observer),
            Stop = () =>
            {
                StopAll();
                Directory.Delete(data, recursive: true);
            },
        };
        return (target, nodes);

        // The seed last, and all others together: nobody needs to be handed anything.
        void StopAll() => Parallel.ForEach(nodes, node => node.Dispose());
    }

    private NodeProcess Member(int index, string path, string data, string key, string database, int[] ports, int count)
    {
        var folder = Directory.CreateDirectory(Path.Combine(data, $"{index}")).FullName;
        var environment = NodeSettings.Environment(folder, key, database);
        environment["Chat__Http__Port"] = $"{ports[index]}";
        environment["Chat__Management__Port"] = $"{ports[count + index]}";
        environment["Chat__Cluster__Port"] = $"{ports[2 * count + index]}";
        for (var seed = 0; seed < count; seed++)
            // Itself first for the first only: which of several that start together begins is then not left to chance.
            environment[$"Chat__Cluster__SeedNodes__{seed}"] = $"akka.tcp://chat@127.0.0.1:{ports[2 * count + seed]}";
        foreach (var (name, value) in settings.NodeEnvironment)
            environment[name] = value;
        return new NodeProcess(() => StartNode($"node-{index + 1}", path, environment)) { ManagementPort = ports[count + index] };
    }

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners)
            listener.Start();
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        foreach (var listener in listeners)
            listener.Dispose();
        return ports;
    }
}
