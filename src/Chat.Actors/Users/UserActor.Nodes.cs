namespace Chat.Actors.Users;

/// <summary>Devices that are attached at other nodes, and what becomes of them when such a node is gone.</summary>
internal sealed partial class UserActor
{
    private List<long>? _nodes; // other nodes with a device of this user; null where there are none
    private int _attachmentsKnown;

    private void FollowAttachments()
    {
        if (_attachmentsKnown == _user.AttachmentChanges) return;
        _attachmentsKnown = _user.AttachmentChanges;
        List<long>? now = null;
        foreach (var connection in _user.Attached)
            if (connection.Node != _with.Shared.Node && now?.Contains(connection.Node) != true)
                (now ??= new List<long>(1)).Add(connection.Node);
        foreach (var node in _nodes ?? [])
            if (now?.Contains(node) != true)
                _with.Elsewhere.Remove(node, Self);
        foreach (var node in now ?? [])
            if (_nodes?.Contains(node) != true)
                _with.Elsewhere.Add(node, Self);
        _nodes = now;
    }

    private void ForgetAttachments()
    {
        foreach (var node in _nodes ?? [])
            _with.Elsewhere.Remove(node, Self);
    }

    private void Lose(NodeGone gone)
    {
        var effects = NoEffects();
        _user.NodeGone(gone.Node, gone.SeenAt, Now, effects);
        Perform(effects);
    }
}
