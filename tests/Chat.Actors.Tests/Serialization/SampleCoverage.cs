using System.Collections;
using System.Reflection;
using Chat.Domain.Connections;
using Chat.Domain.Users;
using Chat.Protocol.Schema.Snapshot;

namespace Chat.Actors.Tests.Serialization;

/// <summary>A field that no sample sets could be forgotten by a serializer, both ways, and the recorded bytes would not tell.</summary>
public sealed class SampleCoverage
{
    /// <summary>In the chain of frames without a place in any stream.</summary>
    private static readonly string NeverSet = $"{typeof(ConnectionMessages.DevicesChanged).FullName}.{nameof(PushedFrame.Position)}";

    private readonly Dictionary<string, bool> _isSet = [];

    [Fact]
    public void Every_property_of_every_record_is_set_in_some_sample()
    {
        foreach (var sample in Samples.All.Values)
            Visit(sample);
        Assert.Equal("", string.Join(", ", _isSet.Where(property => !property.Value && property.Key != NeverSet).Select(property => property.Key)));
    }

    private void Visit(object value)
    {
        if (value is IEnumerable items and not string)
        {
            foreach (var item in items)
                Visit(item);
            return;
        }

        var type = value.GetType();
        if (!IsOurs(type)) return;
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0))
        {
            var name = $"{type.FullName}.{property.Name}";
            var inner = property.GetValue(value);
            _isSet[name] = _isSet.GetValueOrDefault(name) || IsSet(inner);
            if (inner is not null) Visit(inner);
        }
    }

    private static bool IsOurs(Type type) => !type.IsEnum
        && (type.Assembly == typeof(UserEvent).Assembly || type.FullName!.StartsWith(typeof(UserSnapshot).Namespace!, StringComparison.Ordinal));

    private static bool IsSet(object? value) => value switch
    {
        null or "" => false,
        ICollection list => list.Count > 0,
        ValueType number => !number.Equals(Activator.CreateInstance(number.GetType())),
        _ => true,
    };
}
