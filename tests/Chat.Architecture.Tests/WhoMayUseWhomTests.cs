using System.Reflection;
using NetArchTest.Rules;

namespace Chat.Architecture.Tests;

/// <summary>Which room may use which. A dependency that is missing here cannot creep in.</summary>
public sealed class WhoMayUseWhomTests
{
    private static readonly Assembly Protocol = typeof(Chat.Protocol.Ids.UserId).Assembly;
    private static readonly Assembly Domain = typeof(Chat.Domain.IEntityMessage).Assembly;
    private static readonly Assembly Journal = typeof(Chat.Journal.JournalSetup).Assembly;
    private static readonly Assembly Actors = typeof(Chat.Actors.Addressing.IEntities).Assembly;

    [Fact]
    public void The_protocol_knows_no_web_no_database_and_no_actors() =>
        HasNone(Protocol, "Microsoft.AspNetCore", "Akka", "LinqToDB", "Npgsql", "Microsoft.Data.Sqlite", "Chat.Domain", "Chat.Actors", "Chat.Node");

    [Fact]
    public void The_domain_knows_nothing_but_the_protocol() =>
        HasNone(Domain, "Microsoft.AspNetCore", "Akka", "LinqToDB", "Npgsql", "Microsoft.Data.Sqlite", "Chat.Actors", "Chat.Node");

    [Fact]
    public void The_journal_knows_nothing_of_chat() =>
        HasNone(Journal, "Microsoft.AspNetCore", "LinqToDB", "Chat.Protocol", "Chat.Domain", "Chat.Actors", "Chat.Node", "Newtonsoft.Json");

    [Fact]
    public void The_actors_know_no_web() =>
        HasNone(Actors, "Microsoft.AspNetCore", "Chat.Node");

    [Fact]
    public void The_admin_client_knows_nothing_but_the_protocol() =>
        HasNone(Assembly.Load("Chat.Admin"), "Microsoft.AspNetCore", "Akka", "LinqToDB", "Npgsql", "Microsoft.Data.Sqlite", "Chat.Domain", "Chat.Actors", "Chat.Node");

    [Fact]
    public void The_domain_asks_no_clock_and_no_shared_randomness()
    {
        // Time and chance are given with every call, so that a test decides both.
        var uses = Domain.GetReferencedAssemblies().Select(a => a.Name);
        Assert.DoesNotContain("System.Threading.Timer", uses);
        Assert.Empty(IlCalls.To(Domain, typeof(DateTime), "get_UtcNow", "get_Now")
            .Concat(IlCalls.To(Domain, typeof(DateTimeOffset), "get_UtcNow", "get_Now"))
            .Concat(IlCalls.To(Domain, typeof(Random), "get_Shared"))
            .Concat(IlCalls.To(Domain, typeof(Guid), "NewGuid")));
    }

    [Fact]
    public void No_contract_between_nodes_holds_an_actor_reference()
    {
        var contracts = Domain.GetTypes().Where(t => typeof(Chat.Domain.IEntityMessage).IsAssignableFrom(t)
                                                     || typeof(Chat.Domain.Connections.ConnectionMessage).IsAssignableFrom(t)
                                                     || typeof(Chat.Domain.Users.UserEvent).IsAssignableFrom(t)).ToList();
        Assert.NotEmpty(contracts);
        Assert.All(contracts.SelectMany(t => t.GetProperties()), p => Assert.False(p.PropertyType.FullName?.StartsWith("Akka.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Nothing_of_ours_is_serialized_by_reflection() =>
        HasNone(Actors, "Newtonsoft.Json", "Hyperion");

    private static void HasNone(Assembly assembly, params string[] forbidden)
    {
        var result = Types.InAssembly(assembly).ShouldNot().HaveDependencyOnAny(forbidden).GetResult();
        Assert.True(result.IsSuccessful, $"{assembly.GetName().Name}: {string.Join(", ", result.FailingTypeNames ?? [])}");
    }
}
