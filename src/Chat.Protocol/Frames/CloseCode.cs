namespace Chat.Protocol.Frames;

/// <summary>WebSocket close codes with the meaning that protocol.md gives them; each has its own advice to reconnect.</summary>
public enum CloseCode
{
    SignedOut = 1000,
    GoingAway = 1001,
    Binary = 1003,
    BadUtf8 = 1007,
    TooBig = 1009,
    ServerFault = 1011,
    Draining = 1012,
    Overloaded = 1013,
    Abuse = 4400,
    TokenInvalid = 4401,
    TokenExpired = 4402,
    Revoked = 4403,
    Silent = 4408,
    Displaced = 4409,
    NotReading = 4413,
    VersionTooOld = 4426,
    TooManyConnections = 4429,
}
