using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using Chat.Node.Configuration;
using Microsoft.AspNetCore.Connections;

namespace Chat.Node.Connections.Handshake;

/// <summary>
/// Takes WebSocket upgrades off the listener before the HTTP pipeline is built for them: the HttpContext, its features and its
/// connection would stay alive as long as the socket, 5 KiB each. Any other connection is passed on as it came.
/// </summary>
internal sealed class SocketMiddleware(
    SocketAcceptor acceptor, WebSocketHandshake handshake, ClientAddresses addresses, ConnectionWheel wheel, ConnectionLimits limits)
{
    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        SocketTransport? transport;
        try
        {
            var (passOn, answer, client) = await OpenAsync(connection);
            if (passOn)
            {
                await next(connection);
                return;
            }

            await HandshakeResponse.WriteAsync(connection.Transport.Output, answer, connection.ConnectionClosed);
            transport = answer.IsAccepted
                ? new SocketTransport(connection.Transport.Input, connection.Transport.Output, connection.Abort, client)
                : null;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ConnectionAbortedException)
        {
            return; // gone before it was opened
        }

        if (transport is not null)
            await acceptor.RunAsync(transport);
    }

    /// <summary>Reads the head without consuming it unless it is ours. Nothing of it is referenced afterwards.</summary>
    private async ValueTask<Opening> OpenAsync(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        var timeout = new HeadTimeout(input);
        wheel.WakeBy(timeout, wheel.Now + (long)limits.AuthenticationTimeout.TotalMilliseconds);
        try
        {
            while (true)
            {
                var result = await input.ReadAsync(connection.ConnectionClosed);
                var buffer = result.Buffer;
                var head = Read(buffer, out var request, out var headBytes);
                // Silence, or half a head. A connection that has sent nothing waits on in the HTTP pipeline, which has its own limits.
                if (head == HeadResult.NeedMore && (result.IsCompleted || result.IsCanceled))
                    head = buffer.IsEmpty || result.IsCompleted ? HeadResult.NotOurs : HeadResult.Malformed;

                switch (head)
                {
                    case HeadResult.NeedMore:
                        input.AdvanceTo(buffer.Start, buffer.End);
                        break;
                    case HeadResult.NotOurs:
                        input.AdvanceTo(buffer.Start); // not examined: the next reader sees it at once
                        if (timeout.Stop(wheel) && !result.IsCanceled)
                            await SwallowCancellationAsync(input);
                        return new Opening(PassOn: true, default, IPAddress.None);
                    case HeadResult.Malformed:
                        input.AdvanceTo(buffer.End);
                        return new Opening(false, HandshakeAnswer.Refuse(400, "The request head is malformed, incomplete or too long."), IPAddress.None);
                    default:
                        input.AdvanceTo(buffer.GetPosition(headBytes));
                        var peer = (connection.RemoteEndPoint as IPEndPoint)?.Address;
                        return new Opening(false, acceptor.Refusal ?? handshake.Decide(request!), addresses.Resolve(peer, request!.ForwardedFor));
                }
            }
        }
        finally
        {
            timeout.Stop(wheel);
        }
    }

    /// <summary>The time ran out in the moment in which the bytes came: the HTTP pipeline would take the cancelled read for a fault.</summary>
    private static async ValueTask SwallowCancellationAsync(PipeReader input)
    {
        var result = await input.ReadAsync();
        input.AdvanceTo(result.Buffer.Start);
    }

    private static HeadResult Read(in ReadOnlySequence<byte> buffer, out HandshakeRequest? request, out int headBytes)
    {
        if (buffer.IsSingleSegment)
            return RequestHead.TryRead(buffer.FirstSpan, out request, out headBytes);
        // One byte more than allowed, so that it shows when there is more.
        var length = (int)Math.Min(buffer.Length, RequestHead.MaxBytes + 1);
        var copy = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            buffer.Slice(0, length).CopyTo(copy);
            return RequestHead.TryRead(copy.AsSpan(0, length), out request, out headBytes);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }

    private readonly record struct Opening(bool PassOn, HandshakeAnswer Answer, IPAddress Client);
}
