using System.Text;
using Akka.Actor;
using Akka.Serialization;

namespace Chat.Journal.Tests.Harness;

/// <summary>An event.</summary>
internal sealed record Item(string Text);

/// <summary>A snapshot: all items up to its number, in order, so that item n is the one of event n.</summary>
internal sealed record Items(IReadOnlyList<string> Texts)
{
    public static Items Of(params string[] texts) => new(texts);

    public bool Equals(Items? other) => other is not null && Texts.SequenceEqual(other.Texts);

    public override int GetHashCode() => Texts.Count;
}

/// <summary>What the serializer refuses.</summary>
internal sealed record Unserializable;

/// <summary>Text as it is; lists with one item a line.</summary>
internal sealed class ItemSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    public static string Hocon { get; } =
        $$"""
        akka.actor {
          serializers.items = "{{typeof(ItemSerializer).FullName}}, {{typeof(ItemSerializer).Assembly.GetName().Name}}"
          serialization-bindings {
            "{{typeof(Item).FullName}}, {{typeof(Item).Assembly.GetName().Name}}" = items
            "{{typeof(Items).FullName}}, {{typeof(Item).Assembly.GetName().Name}}" = items
            "{{typeof(Unserializable).FullName}}, {{typeof(Item).Assembly.GetName().Name}}" = items
          }
          serialization-settings.allow-unregistered-types = false
        }
        """;

    public override int Identifier => 9_001;

    public override string Manifest(object o) => o switch
    {
        Item => "i",
        Items => "l",
        Unserializable => "u",
        _ => throw new ArgumentException($"Not an item: {o.GetType()}"),
    };

    public override byte[] ToBinary(object obj) => obj switch
    {
        Item item => Encoding.UTF8.GetBytes(item.Text),
        Items items => Encoding.UTF8.GetBytes(string.Join('\n', items.Texts)),
        _ => throw new NotSupportedException("It cannot be serialized, on purpose."),
    };

    public override object FromBinary(byte[] bytes, string manifest) => manifest switch
    {
        "i" => new Item(Encoding.UTF8.GetString(bytes)),
        "l" => new Items(bytes.Length == 0 ? [] : Encoding.UTF8.GetString(bytes).Split('\n')),
        _ => throw new NotSupportedException($"Unknown manifest '{manifest}'."),
    };
}
