import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.TextField;
import org.apache.lucene.facet.FacetsCollector;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.facet.sortedset.DefaultSortedSetDocValuesReaderState;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetCounts;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MultiCollector;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.apache.lucene.store.FSDirectory;

/**
 * Lucene as a peer: documents and questions whose terms are cut already, each answered with the exact total, six facets
 * and twenty highlights. Arguments: the file of documents, the folder of the index (built if there is none). Prints
 * {@code ready}, then for every line {@code kind TAB terms} that it reads: milliseconds on the clock and of the thread,
 * the total, the number of facets, the number of highlights.
 */
public final class SearchPeer {

    private static final int SIZE = 20;
    private static final int FACETS = 6;
    private static final String[] TEXTS = {"title", "summary", "body"};
    private static final float[] BOOSTS = {1.5f, 1.2f, 1f};

    private SearchPeer() {}

    public static void main(String[] args) throws Exception {
        FSDirectory directory = FSDirectory.open(Path.of(args[1]));
        if (!DirectoryReader.indexExists(directory)) {
            build(directory, Path.of(args[0]));
        }
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        ThreadMXBean thread = ManagementFactory.getThreadMXBean();
        try (DirectoryReader reader = DirectoryReader.open(directory)) {
            Asking asking = new Asking(reader);
            System.out.println("ready");
            for (String question = questions.readLine(); question != null; question = questions.readLine()) {
                String[] parts = question.split("\t");
                long started = System.nanoTime();
                long used = thread.getCurrentThreadCpuTime();
                int[] counts = asking.ask(parts[1].split(" "), parts[0].equals("question"));
                double cpu = (thread.getCurrentThreadCpuTime() - used) / 1e6;
                double wall = (System.nanoTime() - started) / 1e6;
                System.out.printf(Locale.ROOT, "%.4f %.4f %d %d %d%n", wall, cpu, counts[0], counts[1], counts[2]);
            }
        }
    }

    private static void build(FSDirectory directory, Path documents) throws Exception {
        FacetsConfig facets = new FacetsConfig();
        FieldType kept = new FieldType(TextField.TYPE_STORED);
        kept.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS_AND_OFFSETS);
        try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(new WhitespaceAnalyzer()));
                BufferedReader lines = Files.newBufferedReader(documents)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] parts = line.split("\t");
                Document document = new Document();
                for (int index = 0; index < TEXTS.length; index++) {
                    document.add(new Field(TEXTS[index], parts[index], kept));
                }
                for (int index = 0; index < FACETS; index++) {
                    document.add(new SortedSetDocValuesFacetField("facet" + index, parts[TEXTS.length + index]));
                }
                writer.addDocument(facets.build(document));
            }
            writer.commit();
        }
    }

    /** One searcher with what it needs for facets and highlights. */
    private static final class Asking {
        private final IndexSearcher searcher;
        private final DefaultSortedSetDocValuesReaderState state;
        private final UnifiedHighlighter highlighter;

        Asking(DirectoryReader reader) throws Exception {
            searcher = new IndexSearcher(reader);
            state = new DefaultSortedSetDocValuesReaderState(reader);
            highlighter = new UnifiedHighlighter(searcher, new WhitespaceAnalyzer());
        }

        int[] ask(String[] terms, boolean isQuestion) throws Exception {
            BooleanQuery.Builder builder = new BooleanQuery.Builder();
            for (String term : terms) {
                builder.add(either(term), isQuestion ? Occur.SHOULD : Occur.MUST);
            }
            if (isQuestion) {
                builder.setMinimumNumberShouldMatch(Math.max(1, Math.round(terms.length * 0.3f)));
            }
            Query query = builder.build();
            TopScoreDocCollector best = TopScoreDocCollector.create(SIZE, Integer.MAX_VALUE);
            FacetsCollector found = new FacetsCollector();
            searcher.search(query, MultiCollector.wrap(best, found));
            SortedSetDocValuesFacetCounts counts = new SortedSetDocValuesFacetCounts(state, found);
            int facets = 0;
            for (int facet = 0; facet < FACETS; facet++) {
                facets += counts.getTopChildren(200, "facet" + facet) == null ? 0 : 1;
            }
            Map<String, String[]> marked = highlighter.highlightFields(TEXTS, query, best.topDocs(), new int[] {1, 1, 1});
            return new int[] {best.getTotalHits(), facets, marked.get("body").length};
        }

        private static Query either(String term) {
            List<Query> fields = new ArrayList<>();
            for (int index = 0; index < TEXTS.length; index++) {
                fields.add(new BoostQuery(new TermQuery(new Term(TEXTS[index], term)), BOOSTS[index]));
            }
            return new DisjunctionMaxQuery(fields, 0.1f);
        }
    }
}
