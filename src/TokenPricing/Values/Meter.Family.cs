namespace TokenPricing.Values;

public readonly partial struct Meter
{
    /// <summary>What each meter is a part of. A parent has one dimension less, as in genai-prices' registry.</summary>
    /// <remarks>
    /// Made by loops over arrays: what a library's generics are made of over a type of ours is compiled anew in every process, which
    /// would take longer than a whole program that prices one call.
    /// </remarks>
    private static class Family
    {
        /// <summary>The nearest meters that a meter is a part of, in the order of <see cref="All"/>.</summary>
        public static readonly Meter[][] Parents = new Meter[Registry.Definitions.Length][];

        /// <summary>Parents, then their parents, and so on.</summary>
        public static readonly Meter[][][] Levels = new Meter[Registry.Definitions.Length][][];

        /// <summary>The levels in one.</summary>
        public static readonly Meter[][] Ancestors = new Meter[Registry.Definitions.Length][];

        /// <summary>The same as a set.</summary>
        public static readonly MeterSet[] AncestorSets = new MeterSet[Registry.Definitions.Length];

        static Family()
        {
            MeterSet[] parents = new MeterSet[Registry.Definitions.Length];
            for (int i = 0; i < parents.Length; i++)
            {
                parents[i] = ParentsOf(Registry.Definitions[i]);
                Parents[i] = ToArray(parents[i]);
            }

            for (int i = 0; i < parents.Length; i++)
            {
                List<Meter[]> levels = [];
                List<int> ancestors = [];
                for (MeterSet level = parents[i]; level != default; level = Above(level, parents))
                {
                    AncestorSets[i] = AncestorSets[i].Or(level);
                    levels.Add(ToArray(level));
                    Add(level, ancestors);
                }

                Levels[i] = levels.ToArray();
                Ancestors[i] = ToArray(ancestors);
            }
        }

        // The parents of a level. None is nearer already, since each level has one dimension less than the one before.
        private static MeterSet Above(MeterSet level, MeterSet[] parents)
        {
            MeterSet above = default;
            for (int i = 0; i < parents.Length; i++)
            {
                above = level.Has(i) ? above.Or(parents[i]) : above;
            }

            return above;
        }

        private static MeterSet ParentsOf(Registry.Definition child)
        {
            MeterSet parents = default;
            for (int i = 0; i < Registry.Definitions.Length; i++)
            {
                parents = IsParent(Registry.Definitions[i], child) ? parents.With(i) : parents;
            }

            return parents;
        }

        // The parent says the same as the child but for one dimension, of which it says nothing.
        private static bool IsParent(Registry.Definition parent, Registry.Definition child)
        {
            int others = 0;
            bool isOpen = true;
            Compare(parent.Direction == child.Direction, parent.Direction == MeterDirection.Neither);
            Compare(parent.Modality == child.Modality, parent.Modality is null);
            Compare(parent.Kind == child.Kind, parent.Kind is null);
            Compare(parent.Time == child.Time, parent.Time is null);
            return others == 1 && isOpen && parent.Family == child.Family;

            void Compare(bool isSame, bool saysNothing)
            {
                others += isSame ? 0 : 1;
                isOpen &= isSame || saysNothing;
            }
        }

        private static void Add(MeterSet set, List<int> meters)
        {
            for (int i = 0; i < Registry.Definitions.Length; i++)
            {
                if (set.Has(i))
                {
                    meters.Add(i);
                }
            }
        }

        private static Meter[] ToArray(MeterSet set)
        {
            List<int> meters = [];
            Add(set, meters);
            return ToArray(meters);
        }

        private static Meter[] ToArray(List<int> meters)
        {
            Meter[] array = new Meter[meters.Count];
            for (int i = 0; i < array.Length; i++)
            {
                array[i] = new Meter(meters[i]);
            }

            return array;
        }
    }
}
