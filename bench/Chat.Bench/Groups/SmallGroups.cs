namespace Chat.Bench.Groups;

/// <summary>Who is in which of many small groups.</summary>
internal static class SmallGroups
{
    /// <summary>
    /// Deals users out like cards, and shuffles again when they are used up: everybody is in as many groups as everybody else, give or take
    /// one, and hardly two groups have the same people.
    /// </summary>
    public static int[][] Deal(int[] users, int groups, int size, Random random)
    {
        if (users.Length < size)
            throw new BenchException($"Groups of {size} cannot be made of {users.Length} users.");
        var deck = (int[])users.Clone();
        var next = deck.Length;
        var hands = new int[groups][];
        for (var i = 0; i < groups; i++)
        {
            if (deck.Length - next < size)
            {
                random.Shuffle(deck);
                next = 0;
            }

            hands[i] = deck[next..(next + size)];
            next += size;
        }

        return hands;
    }
}
