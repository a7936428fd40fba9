using Akka.Actor;
using Chat.Actors.Administration;
using Google.Protobuf;
using Schema = Chat.Protocol.Schema.Admin;

namespace Chat.Actors.Serialization;

/// <summary>What nodes ask each other on behalf of an operator (Schema/admin.proto). A node that does not know a manifest does not answer.</summary>
public sealed class AdminMessageSerializer(ExtendedActorSystem system) : SchemaSerializer(system)
{
    public const int Id = 1009;

    private const string Command = "nc", Lines = "nl", Ask = "af", Figures = "nf";

    public override int Identifier => Id;

    public override string Manifest(object o) => o switch
    {
        NodeCommand => Command,
        NodeLines => Lines,
        AskFigures => Ask,
        NodeFigures => Figures,
        _ => throw NoManifest(o),
    };

    protected override IMessage ToSchema(object record) => record switch
    {
        NodeCommand m => new Schema.NodeCommand { Line = m.Line, Session = m.Session, User = m.User, From = m.From },
        NodeLines m => new Schema.NodeLines { Lines = { m.Lines }, Data = { m.Data }, Error = m.Error, ErrorText = m.ErrorText },
        AskFigures m => new Schema.AskFigures { Milliseconds = m.Milliseconds },
        NodeFigures m => FiguresMapping.ToSchema(m),
        _ => throw NoManifest(record),
    };

    protected override object FromSchema(ReadOnlySpan<byte> bytes, string manifest)
    {
        switch (manifest)
        {
            case Command:
                var command = Schema.NodeCommand.Parser.ParseFrom(bytes);
                return new NodeCommand(command.Line, command.Session, command.User, command.From);
            case Lines:
                var lines = Schema.NodeLines.Parser.ParseFrom(bytes);
                return new NodeLines([.. lines.Lines], [.. lines.Data], lines.Error, lines.ErrorText);
            case Ask: return new AskFigures(Schema.AskFigures.Parser.ParseFrom(bytes).Milliseconds);
            case Figures: return FiguresMapping.ToDomain(Schema.NodeFigures.Parser.ParseFrom(bytes));
            default: throw NotKnown(manifest);
        }
    }
}
