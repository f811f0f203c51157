namespace TokenPricing.Values;

public readonly partial struct Meter
{
    /// <summary>
    /// Computes what each meter is a part of. A parent has one dimension less than its child, as in the registry of
    /// genai-prices.
    /// </summary>
    /// <remarks>The loops over arrays are deliberate: see docs/decisions/performance-notes.md.</remarks>
    private static class Family
    {
        /// <summary>The nearest meters that a meter is a part of, in the order of <see cref="All"/>.</summary>
        public static readonly Meter[][] Parents = new Meter[Registry.Definitions.Length][];

        /// <summary>The ancestors by distance: the parents, then their parents, and so on.</summary>
        public static readonly Meter[][][] Levels = new Meter[Registry.Definitions.Length][][];

        /// <summary>All levels in one array, the nearest first.</summary>
        public static readonly Meter[][] Ancestors = new Meter[Registry.Definitions.Length][];

        /// <summary>All levels as a set, for fast membership tests.</summary>
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

        // Returns the parents of a level. No meter is in two levels, because each level has one dimension less than the one before.
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

        // A parent equals the child in all dimensions except one, which it leaves open.
        private static bool IsParent(Registry.Definition parent, Registry.Definition child)
        {
            int others = 0;
            bool isOpen = true;
            Compare(parent.Direction == child.Direction, isUnspecified: parent.Direction == MeterDirection.Neither);
            Compare(parent.Modality == child.Modality, parent.Modality is null);
            Compare(parent.Kind == child.Kind, parent.Kind is null);
            Compare(parent.Time == child.Time, parent.Time is null);
            return others == 1 && isOpen && parent.Family == child.Family;

            void Compare(bool isSame, bool isUnspecified)
            {
                others += isSame ? 0 : 1;
                isOpen &= isSame || isUnspecified;
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
