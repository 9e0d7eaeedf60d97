package esnode.analysis;

import java.io.Reader;
import java.util.Map;

import com.ibm.icu.text.FilteredNormalizer2;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.Transliterator;
import com.ibm.icu.text.UnicodeSet;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.icu.ICUFoldingFilter;
import org.apache.lucene.analysis.icu.ICUNormalizer2CharFilter;
import org.apache.lucene.analysis.icu.ICUNormalizer2Filter;
import org.apache.lucene.analysis.icu.ICUTransformFilter;
import org.apache.lucene.analysis.icu.segmentation.ICUTokenizer;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.AnalyzerProvider;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;

/** Lucene's ICU module, called and set as by the official analysis-icu; without collation. */
public final class IcuPlugin extends Plugin implements AnalysisPlugin {

    @Override
    public Map<String, AnalysisProvider<CharFilterFactory>> getCharFilters() {
        return Map.of("icu_normalizer", (index, env, name, settings) -> {
            Normalizer2 normalizer = filtered(normalizer(settings, "name"), settings);
            return new Parts.CharNormalizer(name, reader -> new ICUNormalizer2CharFilter(reader, normalizer));
        });
    }

    @Override
    public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
        return Map.of("icu_tokenizer", (index, env, name, settings) -> new Parts.Tokens(name, ICUTokenizer::new));
    }

    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        return Map.of(
            "icu_normalizer", (index, env, name, settings) -> {
                Normalizer2 normalizer = filtered(normalizer(settings, "name"), settings);
                return new Parts.TokenNormalizer(name, stream -> new ICUNormalizer2Filter(stream, normalizer));
            },
            "icu_folding", (index, env, name, settings) -> {
                Normalizer2 folding = filtered(ICUFoldingFilter.NORMALIZER, settings);
                return new Parts.TokenNormalizer(name, stream -> new ICUFoldingFilter(stream, folding));
            },
            "icu_transform", (index, env, name, settings) -> {
                int direction = "reverse".equals(settings.get("dir")) ? Transliterator.REVERSE : Transliterator.FORWARD;
                Transliterator transform = Transliterator.getInstance(settings.get("id", "Null"), direction);
                return new Parts.TokenNormalizer(name, stream -> new ICUTransformFilter(stream, transform));
            });
    }

    @Override
    public Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> getAnalyzers() {
        return Map.of("icu_analyzer", (index, env, name, settings) -> {
            Normalizer2 normalizer = normalizer(settings, "method");
            return new Parts.Whole(name, new Analyzer() {
                @Override
                protected Reader initReader(String field, Reader reader) {
                    return new ICUNormalizer2CharFilter(reader, normalizer);
                }

                @Override
                protected TokenStreamComponents createComponents(String field) {
                    Tokenizer tokenizer = new ICUTokenizer();
                    return new TokenStreamComponents(tokenizer, new ICUFoldingFilter(tokenizer));
                }
            });
        });
    }

    /** The normal form that the setting {@code form} names; with {@code mode: decompose} its decomposed one. */
    private static Normalizer2 normalizer(Settings settings, String form) {
        Normalizer2.Mode mode = "decompose".equals(settings.get("mode")) ? Normalizer2.Mode.DECOMPOSE : Normalizer2.Mode.COMPOSE;
        return Normalizer2.getInstance(null, settings.get(form, "nfkc_cf"), mode);
    }

    private static Normalizer2 filtered(Normalizer2 normalizer, Settings settings) {
        String set = settings.get("unicode_set_filter");
        return set == null ? normalizer : new FilteredNormalizer2(normalizer, new UnicodeSet(set).freeze());
    }
}
