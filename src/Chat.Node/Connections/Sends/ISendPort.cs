namespace Chat.Node.Connections.Sends;

/// <summary>How <see cref="SendTracker"/> reaches the recipients' entities.</summary>
internal interface ISendPort
{
    /// <param name="oldest">The lowest number to this recipient that is not answered yet (M1).</param>
    void Transmit(PendingSend send, long oldest);
}
