using Chat.Bench.Client;
using Chat.Bench.Workloads;

namespace Chat.Bench.Groups;

/// <summary>
/// Answers deliveries in the chosen style. One connection is read at a time, so one collection serves all. With positions a read costs
/// one frame, whatever it brought and from however many groups.
/// </summary>
internal sealed class GroupAcks(AckStyle style)
{
    private const int BatchLimit = 256; // as announced in auth_success
    private const int StreamBytes = 64 + 24; // a group's id, quotes, colon, comma, and the longest number

    private readonly List<(Group Group, long Position)> _positions = [];
    private readonly byte[] _ids = new byte[BatchLimit * 44];
    private byte[] _scratch = new byte[16 * 1024];
    private byte[] _list = new byte[16 * StreamBytes];
    private int _idBytes;
    private int _count;

    /// <summary>Frames of acks; each may speak for many messages.</summary>
    public long Frames { get; private set; }

    public void Received(Connection member, Group group, long position, ReadOnlySpan<byte> messageId)
    {
        switch (style)
        {
            case AckStyle.Single:
                Send(member, ClientFrames.DeliveryAck(_scratch, messageId));
                break;
            case AckStyle.Batch:
                Collect(messageId);
                if (_count == BatchLimit)
                    ReadEnded(member);
                break;
            case AckStyle.Positions:
                Passed(group, position);
                break;
        }
    }

    /// <summary>An entry that is no message: with positions it is acked like one, else by being written to the socket.</summary>
    public void Passed(Group group, long position)
    {
        if (style != AckStyle.Positions)
            return;
        for (var i = 0; i < _positions.Count; i++)
        {
            if (_positions[i].Group != group)
                continue;
            _positions[i] = (group, Math.Max(_positions[i].Position, position));
            return;
        }

        _positions.Add((group, position));
    }

    public void ReadEnded(Connection member)
    {
        if (_count > 0)
        {
            Send(member, ClientFrames.DeliveryAckBatch(_scratch, _ids.AsSpan(0, _idBytes)));
            (_count, _idBytes) = (0, 0);
        }

        if (_positions.Count == 0)
            return;
        var positions = ListPositions();
        Send(member, ClientFrames.DeliveryAckPositions(_scratch, positions));
        _positions.Clear();
    }

    private ReadOnlySpan<byte> ListPositions()
    {
        if (_list.Length < _positions.Count * StreamBytes)
        {
            _list = new byte[_positions.Count * 2 * StreamBytes];
            _scratch = new byte[_list.Length + 1024];
        }

        var list = new ClientFrames(_list);
        for (var i = 0; i < _positions.Count; i++)
        {
            list.Add(i == 0 ? "\""u8 : ",\""u8);
            list.Add(_positions[i].Group.Id);
            list.Add("\":"u8);
            list.Add(_positions[i].Position);
        }

        return list.Json;
    }

    private void Collect(ReadOnlySpan<byte> messageId)
    {
        var list = new ClientFrames(_ids.AsSpan(_idBytes));
        list.Add(_count++ > 0 ? ",\""u8 : "\""u8);
        list.Add(messageId);
        list.Add("\""u8);
        _idBytes += list.Json.Length;
    }

    private void Send(Connection member, ReadOnlySpan<byte> frame)
    {
        Frames++;
        member.SendText(frame);
    }
}
