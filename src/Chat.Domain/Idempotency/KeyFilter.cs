namespace Chat.Domain.Idempotency;

/// <summary>
/// A Bloom filter of idempotency keys: says "no" only of keys that are not among them, and "maybe" wrongly of about one in a hundred
/// thousand. It has to be that rare, since a send is asked of the filters of all spilled buckets of the window, some hundreds.
/// </summary>
public static class KeyFilter
{
    private const int BitsPerKey = 24;

    /// <summary>Bits set by a key. (1 - e^(-12/24))^12 = 1.4e-5; the 17 of the optimum gain little and cost five more looks.</summary>
    private const int Probes = 12;

    private const int LeastBytes = 8;

    /// <summary>The filter: a byte that says how many bits a key sets, then the bits.</summary>
    public static byte[] Of(IReadOnlyCollection<UInt128> keys)
    {
        var filter = new byte[1 + Math.Max(LeastBytes, (keys.Count * BitsPerKey + 7) / 8)];
        filter[0] = Probes;
        foreach (var key in keys)
        {
            var places = new Places(key, filter.Length);
            for (var i = 0; i < Probes; i++)
            {
                var bit = places.Next();
                filter[1 + bit / 8] |= (byte)(1 << (int)(bit % 8));
            }
        }

        return filter;
    }

    public static bool MayContain(ReadOnlySpan<byte> filter, UInt128 key)
    {
        if (filter.Length < 2) return true;
        var places = new Places(key, filter.Length);
        for (var i = filter[0]; i > 0; i--)
        {
            var bit = places.Next();
            if ((filter[1 + (int)(bit / 8)] & 1 << (int)(bit % 8)) == 0) return false;
        }

        return true;
    }

    /// <summary>Where a key's bits are. Keys are cut from SHA-256, so one half starts the sequence and the other drives it.</summary>
    private struct Places(UInt128 key, int filterBytes)
    {
        private ulong _state = (ulong)key;
        private readonly ulong _step = (ulong)(key >> 64) | 1;
        private readonly ulong _bits = (ulong)(filterBytes - 1) * 8;

        public ulong Next()
        {
            _state = _state * 0x9E3779B97F4A7C15 + _step; // a multiplier that drives near sequences apart
            return Math.BigMul(_state, _bits, out _);
        }
    }
}
