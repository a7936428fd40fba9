namespace Chat.Domain;

/// <summary>
/// Keeps what a node has made of an object for all who need the same of it. No part of the object's value: any two are equal. Two threads may
/// both make it; one result is kept.
/// </summary>
internal sealed class MadeOnce : IEquatable<MadeOnce>
{
    private volatile object? _made;

    public T Get<TOf, TWith, T>(TOf of, TWith with, Func<TOf, TWith, T> make)
        where T : class => _made as T ?? (T)(_made = make(of, with));

    public bool Equals(MadeOnce? other) => true;

    public override bool Equals(object? obj) => obj is MadeOnce;

    public override int GetHashCode() => 0;
}
