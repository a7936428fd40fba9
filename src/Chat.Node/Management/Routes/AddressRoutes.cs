using Akka.Cluster;

namespace Chat.Node.Management.Routes;

/// <summary><c>GET /remote/address</c>: the address of this node's actor system.</summary>
internal static class AddressRoutes
{
    public static void Map(IEndpointRouteBuilder routes, ManagementContext context) =>
        routes.MapGet("/remote/address", (RequestDelegate)(http => JsonAnswer.WriteAsync(http, json =>
        {
            json.WriteStartObject();
            json.WriteString("Address", context.System.Provider.DefaultAddress.ToString());
            json.WriteEndObject();
        })));
}
