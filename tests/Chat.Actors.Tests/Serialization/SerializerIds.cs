using Chat.Actors.Serialization;

namespace Chat.Actors.Tests.Serialization;

/// <summary>Akka takes the last of two serializers with one id, and what the other has written is then read by the wrong one.</summary>
public sealed class SerializerIds
{
    [Fact]
    public void Every_serializer_has_one_of_its_own()
    {
        var ids = typeof(SchemaSerializer).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(SchemaSerializer)))
            .ToDictionary(type => type.Name, type => (int)type.GetField("Id")!.GetRawConstantValue()!);

        Assert.True(ids.Count > 5);
        Assert.Equal(ids.Count, ids.Values.Distinct().Count());
        Assert.All(ids.Values, id => Assert.True(id > 100)); // those below are Akka's
    }
}
