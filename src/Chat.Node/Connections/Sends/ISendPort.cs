namespace Chat.Node.Connections.Sends;

/// <summary>How <see cref="SendTracker"/> reaches the entities.</summary>
internal interface ISendPort
{
    /// <param name="oldest">The lowest number to this entity that is not answered yet (M1).</param>
    void Transmit(PendingSend send, long oldest);
}
