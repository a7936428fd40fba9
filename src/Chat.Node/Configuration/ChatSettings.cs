using Chat.Actors.Cleanup;
using Chat.Actors.History;
using Chat.Actors.Hosting;
using Chat.Domain.Groups;
using Chat.Domain.Users;
using Chat.Protocol.Frames;

namespace Chat.Node.Configuration;

/// <summary>
/// Everything that can be configured, bound from the section <c>Chat</c>: <c>appsettings.json</c>, environment variables
/// (<c>Chat__Http__Port</c>) and the command line (<c>--Chat:Http:Port</c>) mean the same. docs/configuration.md lists every key.
/// </summary>
public sealed record ChatSettings
{
    /// <summary>Where the node keeps what it makes itself: the SQLite file, the signing key.</summary>
    public string DataFolder { get; init; } = "data";

    public NodeSettings Node { get; init; } = new();
    public HttpSettings Http { get; init; } = new();
    public ManagementSettings Management { get; init; } = new();
    public AdminSettings Admin { get; init; } = new();
    public ClusterSettings Cluster { get; init; } = new();
    public DatabaseSettings Database { get; init; } = new();
    public AuthSettings Auth { get; init; } = new();
    public AccountSettings Accounts { get; init; } = new();
    public UserLimits Users { get; init; } = new();
    public GroupLimits Groups { get; init; } = new();
    public HistorySettings History { get; init; } = new();
    public CleanupSettings Cleanup { get; init; } = new();
    public FrameLimits Frames { get; init; } = new();
    public ConnectionLimits Limits { get; init; } = new();
}

/// <summary>The node as others know it.</summary>
public sealed record NodeSettings
{
    /// <summary>Where it stands; clients of the same region are sent to it first.</summary>
    public string Region { get; init; } = "";
}

/// <summary>The public listener.</summary>
public sealed record HttpSettings
{
    /// <summary>Address to bind; <c>*</c> for all.</summary>
    public string Host { get; init; } = "*";

    /// <summary>0 takes a free port and prints it.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>Origins besides the node's own whose pages may open a WebSocket; <c>*</c> for any.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>The address that clients reach this node at, where a proxy stands in front: <c>wss://chat.example.org/ws</c>.</summary>
    public string? PublicUrl { get; init => field = string.IsNullOrEmpty(value) ? null : value; }
}

/// <summary>The listener for cluster management, health of the cluster and metrics. It asks nobody who he is: for loopback, or the pods' own network.</summary>
public sealed record ManagementSettings
{
    /// <summary>Address to bind; <c>*</c> for all.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>0 takes a free port and prints it.</summary>
    public int Port { get; init; } = 8558;

    /// <summary>Whether members may be told to join, leave and go down there.</summary>
    public bool Writable { get; init; }
}

/// <summary>The listener for admin commands. Whoever reaches it rules the node.</summary>
public sealed record AdminSettings
{
    /// <summary>Address to bind; beyond loopback only with a <see cref="Token"/>.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>0 takes a free port and prints it.</summary>
    public int Port { get; init; } = 9110;

    /// <summary>What clients have to show, at least 32 bytes; empty: nothing.</summary>
    public string Token { get; init; } = "";

    /// <summary>File with a certificate and its key, PKCS#12 or PEM; empty: no TLS.</summary>
    public string Certificate { get; init; } = "";

    public string CertificatePassword { get; init; } = "";

    public bool LogPalettesOnStartup { get; init; } = true;
}

/// <summary>Akka remoting and cluster formation.</summary>
public sealed record ClusterSettings
{
    public string SystemName { get; init; } = "chat";

    /// <summary>Address that other nodes reach this one at; also their way to its management listener.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Address that remoting binds to, where it is another: <c>0.0.0.0</c> in a container.</summary>
    public string BindHost { get; init; } = "";

    /// <summary>0 takes a free port.</summary>
    public int Port { get; init; } = 4053;

    /// <summary><c>akka.tcp://chat@host:4053</c>; empty, and without bootstrap: the node forms a cluster of its own.</summary>
    public IReadOnlyList<string> SeedNodes { get; init; } = [];

    /// <summary>What this node does: <c>edge</c> takes connections, <c>entity</c> has users and groups; empty: both.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    public ClusterBootstrapSettings Bootstrap { get; init; } = new();

    /// <summary>A file with settings of Akka itself, over everything that the node says; docs/bootstrap.md.</summary>
    public string Hocon { get; init; } = "";
}

/// <summary>Formation of the cluster without seed nodes: the nodes find each other. docs/bootstrap.md.</summary>
public sealed record ClusterBootstrapSettings
{
    /// <summary><c>config</c>, <c>chat-dns</c> or <c>kubernetes-api</c>; empty: no bootstrap.</summary>
    public string Discovery { get; init; } = "";

    /// <summary>What is looked up: a DNS name, or the value of the pods' label <c>app</c>; empty: the name of the system.</summary>
    public string ServiceName { get; init; } = "";

    /// <summary>The pods' port by its name; empty: the port of this node's own management listener.</summary>
    public string PortName { get; init; } = "";

    /// <summary>Nodes that must have been found before a new cluster may begin: as many as are started first.</summary>
    public int RequiredContactPoints { get; init; } = 2;

    /// <summary>Off once the cluster exists: a node that finds nobody then waits instead of beginning a second one.</summary>
    public bool NewClusterEnabled { get; init; } = true;

    /// <summary>Of <c>config</c>: the management listeners of all nodes, <c>host:port</c>.</summary>
    public IReadOnlyList<string> ContactPoints { get; init; } = [];
}

public enum DatabaseProvider
{
    SQLite,
    PostgreSQL,
}

public sealed record DatabaseSettings
{
    public DatabaseProvider Provider { get; init; } = DatabaseProvider.SQLite;

    /// <summary>Of PostgreSQL; for SQLite it may stay empty: the file is <c>chat.db</c> in the data folder.</summary>
    public string ConnectionString { get; init; } = "";

    /// <summary>Further PostgreSQL databases, each with some of the slots; the one above is home to the rest. docs/moving-slots.md.</summary>
    public IReadOnlyList<OtherDatabaseSettings> Others { get; init; } = [];

    /// <summary>Who writes the journal; both use the same tables.</summary>
    public JournalKind Journal { get; init; } = JournalKind.Chat;

    /// <summary>Statements in which the journal writes at the same time; SQLite has one writer.</summary>
    public int JournalParallelism { get; init; } = 2;

    /// <summary>Rows in one commit of the journal at most.</summary>
    public int JournalBatch { get; init; } = 500;

    /// <summary>Every group writes anew who is in it, once the node is up; for when the table of users' groups was lost.</summary>
    public bool RebuildGroupListing { get; init; }
}

/// <summary>A database beside the home database.</summary>
public sealed record OtherDatabaseSettings
{
    public string ConnectionString { get; init; } = "";

    /// <summary>In hex, as in persistence ids: <c>800-bff,c10</c>. Empty: none, as before it is taken out of the configuration.</summary>
    public string Slots { get; init; } = "";
}

/// <summary>Who may issue tokens: the embedded issuer, and one outside.</summary>
public sealed record AuthSettings
{
    /// <summary>HS256 key of the embedded issuer, at least 32 bytes; made and kept in the data folder where empty.</summary>
    public string SigningKey { get; init; } = "";

    /// <summary>Where set, the <c>iss</c> that tokens must carry; with <see cref="JwksUri"/> empty, the authority that is asked for its keys.</summary>
    public string Issuer { get; init; } = "";

    public string Audience { get; init; } = "";
    public string JwksUri { get; init; } = "";
    public TimeSpan AccessTokenLifetime { get; init; } = TimeSpan.FromHours(1);
    public TimeSpan RefreshTokenLifetime { get; init; } = TimeSpan.FromDays(60);
}

/// <summary>The embedded accounts.</summary>
public sealed record AccountSettings
{
    public bool Registration { get; init; } = true;

    /// <summary>Whether people are found by the beginning of a handle, not only by the whole of it.</summary>
    public bool FindByPrefix { get; init; }

    /// <summary>
    /// Whether a registration may name its user id. Where others issue tokens too, a stranger could register as one of their users:
    /// never allowed beside an external issuer, and to be switched off where an application mints its own.
    /// </summary>
    public bool ChooseUserId { get; init; } = true;

    public int MinimumPasswordLength { get; init; } = 8;

    /// <summary>Register, sign-in and refresh attempts per client address and minute.</summary>
    public int AttemptsPerMinute { get; init; } = 30;
}

/// <summary>What one socket, one address and one node may take.</summary>
public sealed record ConnectionLimits
{
    /// <summary>Open connections of this node; beyond, new ones are closed with 1013.</summary>
    public int Connections { get; init; } = 200_000;

    /// <summary>Open connections per client address; 0: no limit.</summary>
    public int ConnectionsPerAddress { get; init; }

    /// <summary>Sockets per client address that have not authenticated yet; beyond, 4429.</summary>
    public int UnauthenticatedPerAddress { get; init; } = 32;

    /// <summary>Addresses or networks (<c>10.0.0.0/8</c>) of proxies whose <c>X-Forwarded-For</c> is believed.</summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>Authentications that may be under way at a time; others wait their turn, so that a reconnect storm starves nobody.</summary>
    public int ConcurrentAuthentications { get; init; } = 256;

    public TimeSpan AuthenticationTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Announced to clients.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>The server pings a connection this often, and gives up <see cref="PongTimeout"/> later: a dead one is noticed within 60 s.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(25);

    public TimeSpan PongTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Sends of one connection that are not acked yet; beyond, its socket is not read.</summary>
    public int InFlight { get; init; } = 64;

    /// <summary>Unanswered sends of the whole node from which each connection may only have <see cref="BusyInFlight"/>.</summary>
    public int BusyFrom { get; init; } = 1_024;

    public int BusyInFlight { get; init; } = 16;

    /// <summary>A send without an answer from the recipient's entity is sent again after this, then with growing pauses.</summary>
    public TimeSpan SendRetry { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>After this the client gets <c>unavailable</c> and keeps the message.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(9);

    /// <summary>
    /// How long an authenticated client waits for its user's entity before it is told to come again: longer than the entities of a node that died
    /// take to start elsewhere.
    /// </summary>
    public TimeSpan AttachTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Messages pushed to a device that it has not acknowledged (protocol rule 5).</summary>
    public int Window { get; init; } = 256;

    /// <summary>Frames waiting for a socket; beyond, a device that does not read is closed with 4413.</summary>
    public int OutboxFrames { get; init; } = 1_024;

    /// <summary>A socket that takes no byte for this long is closed with 4413.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Sends per second and connection, sustained; by <c>POST /api/messages</c>, per user.</summary>
    public int SendsPerSecond { get; init; } = 50;

    public int SendBurst { get; init; } = 500;

    /// <summary>Other frames per second and connection (typing, subscriptions, receipts), sustained.</summary>
    public int FramesPerSecond { get; init; } = 200;

    /// <summary>Refused frames after which a connection is closed with 4400.</summary>
    public int ErrorsPerMinute { get; init; } = 60;

    /// <summary>Users whose presence one connection may follow (protocol rule 9).</summary>
    public int PresenceSubscriptions { get; init; } = 200;

    /// <summary>Groups that one user may make per minute.</summary>
    public int GroupsPerMinute { get; init; } = 30;

    /// <summary>Changes of groups, and looks at invite links, per user and minute.</summary>
    public int GroupChangesPerMinute { get; init; } = 300;

    /// <summary>A drain tells clients to come back after a random time up to this; of few clients (500 a second) sooner.</summary>
    public TimeSpan ReconnectSpread { get; init; } = TimeSpan.FromSeconds(10);
}
