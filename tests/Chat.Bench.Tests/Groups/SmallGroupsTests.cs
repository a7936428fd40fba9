using Chat.Bench.Groups;

namespace Chat.Bench.Tests.Groups;

public sealed class SmallGroupsTests
{
    [Fact]
    public void Everybody_is_in_as_many_groups_as_everybody_else()
    {
        int[] users = [.. Enumerable.Range(100, 400)];
        var groups = SmallGroups.Deal(users, groups: 200, size: 8, new Random(1));

        Assert.Equal(200, groups.Length);
        Assert.All(groups, group => Assert.Equal(8, group.Distinct().Count()));
        Assert.All(groups.SelectMany(group => group).CountBy(user => user), user => Assert.Equal(4, user.Value));
        Assert.Equal(users.Order(), groups.SelectMany(group => group).Distinct().Order());
    }

    [Fact]
    public void Users_who_cannot_be_dealt_out_evenly_do()
    {
        var groups = SmallGroups.Deal([.. Enumerable.Range(0, 10)], groups: 7, size: 8, new Random(1));
        Assert.All(groups, group => Assert.Equal(8, group.Distinct().Count()));
    }

    [Fact]
    public void Fewer_users_than_a_group_has_members_are_refused() =>
        Assert.Throws<BenchException>(() => SmallGroups.Deal([1, 2, 3], 1, 4, new Random(1)));
}
