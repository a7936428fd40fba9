namespace Chat.Node.Connections.Handshake;

/// <summary>The header fields of an upgrade request, while its head is read.</summary>
internal sealed class HeadFields
{
    private string? _host;
    private string? _origin;
    private string? _key;
    private string? _version;
    private string? _protocols;
    private string? _forwardedFor;
    private bool _upgrade;
    private bool _connectionUpgrade;

    public bool IsUpgrade => _upgrade && _connectionUpgrade;

    /// <returns>False for a field that makes the request ambiguous.</returns>
    public bool Add(string name, string value) => name.ToLowerInvariant() switch
    {
        "host" => Once(ref _host, value),
        "origin" => Once(ref _origin, value),
        "sec-websocket-key" => Once(ref _key, value),
        "sec-websocket-version" => Once(ref _version, value),
        "sec-websocket-protocol" => List(ref _protocols, value),
        "x-forwarded-for" => List(ref _forwardedFor, value),
        "upgrade" => Set(ref _upgrade, value, "websocket"),
        "connection" => Set(ref _connectionUpgrade, value, "upgrade"),
        // An upgrade has no body; where one is announced, the bytes after the head would be read in two ways.
        "transfer-encoding" => false,
        "content-length" => value == "0",
        _ => true,
    };

    public HandshakeRequest ToRequest() => new(_host, _origin, _key, _version, _protocols, _forwardedFor);

    private static bool Once(ref string? field, string value)
    {
        if (field is not null)
            return false;
        field = value;
        return true;
    }

    private static bool List(ref string? field, string value)
    {
        field = field is null ? value : $"{field}, {value}";
        return true;
    }

    private static bool Set(ref bool field, string list, string wanted)
    {
        field |= HeaderList.Contains(list, wanted);
        return true;
    }
}
