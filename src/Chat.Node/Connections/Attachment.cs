using System.Collections.ObjectModel;
using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Users;
using Chat.Node.Tokens;
using Chat.Protocol.Entities;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Node.Connections;

/// <summary>
/// Who a connection belongs to, and how it stands with his entity (R6). Made when the token has been found good; the token itself is
/// not kept. Guarded by the connection's lock.
/// </summary>
internal sealed class Attachment(ClientFrame.Auth auth, TokenClaims claims)
{
    /// <summary>The stream of 1:1 messages and all that belongs to them, as it is named on the wire.</summary>
    public const string Inbox = "inbox";

    private readonly string? _platform = auth.Platform;
    private readonly string? _appVersion = auth.AppVersion;

    public UserId UserId { get; } = auth.UserId;
    public DeviceId Device { get; } = auth.DeviceId;
    public bool Sync { get; } = auth.Sync;
    public TokenClaims Claims { get; set; } = claims;

    /// <summary>The log that <see cref="Position"/> belongs to: at first what the client resumes from, then what the entity says.</summary>
    public string? Epoch { get; set; } = auth.Resume?.Epoch;

    /// <summary>The last inbox position that the client has stored, where it has told one.</summary>
    public long? Position { get; private set; } =
        auth.Resume is { } resume && resume.Positions.TryGetValue(Inbox, out var position) ? position : null;

    /// <summary>
    /// The same in the streams of groups, until the entity has been told: it owns the cursors from then on (G2), and a connection has no
    /// reason to remember a hundred of them.
    /// </summary>
    private GroupPosition[] _groups = GroupsOf(auth.Resume);

    /// <summary>Of the entity; 0 before it has answered for the first time.</summary>
    public long Incarnation { get; set; }

    public int Devices { get; set; }

    /// <summary>The session that held the attachment when this one asked for it; empty where none is known to.</summary>
    public string Displaces { get; set; } = "";

    /// <summary>Whether an answer to an attach command is being waited for.</summary>
    public bool IsAttaching { get; private set; }

    public bool WasAttached => Incarnation != 0;

    /// <summary>When the attach command is sent again, or the lease renewed.</summary>
    public long Due { get; private set; }

    /// <summary>Repetitions of the attach command so far.</summary>
    public int Attempt { get; private set; }

    /// <summary>Number of the last frame of the entity's chain that has come in order; see <see cref="PushedFrame"/>.</summary>
    public long Received { get; private set; }

    private bool _broken = true;

    /// <summary>Whether the frame follows the last one; once one does not, none does until the next attachment.</summary>
    public bool Follows(PushedFrame frame)
    {
        if (_broken || frame.Previous != Received)
        {
            _broken = true;
            return false;
        }

        Received = frame.Number;
        return true;
    }

    public void BeginChain(long from) => (Received, _broken) = (from, false);

    public void Attaching(int attempt, long due) => (IsAttaching, Attempt, Due) = (true, attempt, due);

    public void Attached(long renewDue) => (IsAttaching, Attempt, Due, _groups) = (false, 0, renewDue, []);

    public void RenewBy(long due) => Due = Math.Min(Due, due);

    public void Stored(long position) => Position = Math.Max(Position ?? 0, position);

    public UserCommands.AttachDevice AttachCommand(ConnectionAddress connection, int window) => new(
        UserId, connection, Device, _platform, _appVersion, Sync, Claims.IssuedAt,
        Position is null && _groups.Length == 0 ? null : Epoch, Position, window)
    {
        Groups = _groups,
        Displaces = Displaces,
    };

    public UserCommands.RenewAttachment RenewCommand(ConnectionAddress connection) => new(UserId, connection, Device, Incarnation)
    {
        Received = Received,
    };

    private static GroupPosition[] GroupsOf(ResumeRequest? resume)
    {
        List<GroupPosition>? groups = null;
        foreach (var (stream, position) in resume?.Positions ?? ReadOnlyDictionary<string, long>.Empty)
            if (stream != Inbox && GroupId.TryParse(stream, out var group))
                (groups ??= []).Add(new GroupPosition(group, position));
        return groups?.ToArray() ?? [];
    }
}
